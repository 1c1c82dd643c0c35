package dev.claymore.query.language;

import java.util.Arrays;
import java.util.Optional;

/** How a filter compares. Several values are alternatives; of {@link #NE} none may hold. */
public enum Operator {
    EQ("eq"),
    NE("ne"),
    /** Equal in any case. */
    IS("is"),
    /** In any case. */
    CONTAINS("contains"),
    STARTS_WITH("startsWith"),
    ENDS_WITH("endsWith"),
    /** A regular expression (RE2) finds something in it. */
    MATCHES("matches"),
    GT("gt"),
    GTE("gte"),
    LT("lt"),
    LTE("lte"),
    EXISTS("exists"),
    NOT_EXISTS("notExists");

    private final String wire;

    Operator(String wire) {
        this.wire = wire;
    }

    /** Its name in JSON. */
    public String wire() {
        return wire;
    }

    public static Optional<Operator> ofWire(String name) {
        return Arrays.stream(values()).filter(op -> op.wire.equals(name)).findFirst();
    }

    /** Whether it compares numbers. */
    public boolean compares() {
        return switch (this) {
            case EQ, NE, GT, GTE, LT, LTE -> true;
            default -> false;
        };
    }

    public boolean negative() {
        return this == NE || this == NOT_EXISTS;
    }

    public boolean needsValues() {
        return this != EXISTS && this != NOT_EXISTS;
    }
}
