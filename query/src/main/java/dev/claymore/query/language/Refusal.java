package dev.claymore.query.language;

/** Why a question is not taken. It is thrown in the depth of reading or compiling one, and becomes an answer at the public doors. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String field;

    /**
     * @param code stable, as {@code invalid_query}
     * @param field what it is about, as {@code steps[0].match.op}; empty: all of it
     */
    public Refusal(String code, String field, String message) {
        super(message, null, false, false);
        this.code = code;
        this.field = field;
    }

    public static Refusal invalid(String field, String message) {
        return new Refusal("invalid_query", field, message);
    }

    public static Refusal unknown(String field, String message) {
        return new Refusal("unknown_field", field, message);
    }

    public String code() {
        return code;
    }

    public String field() {
        return field;
    }
}
