package dev.claymore.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a command cannot be carried out, as it is told to the person who gave it. */
final class ClientFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClientFailure(String message) {
        super(message, null, false, false);
    }

    /** In words: the message of some exceptions is nothing but the file's name, or nothing at all. */
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> "there is no " + missing.getFile();
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileSystemException failed when failed.getReason() != null -> failed.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
