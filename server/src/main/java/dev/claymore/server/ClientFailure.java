package dev.claymore.server;

/** Why a command cannot be carried out, as it is told to the person who gave it. */
final class ClientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClientFailure(String message) {
        super(message, null, false, false);
    }
}
