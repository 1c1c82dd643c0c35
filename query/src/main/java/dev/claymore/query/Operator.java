package dev.claymore.query;

import java.util.Arrays;
import java.util.Optional;

/** How a filter compares. Several values are alternatives; of {@link #NE} none may hold. */
public enum Operator {
    EQ("eq"),
    NE("ne"),
    CONTAINS("contains"),
    STARTS_WITH("startsWith"),
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

    static Optional<Operator> ofWire(String name) {
        return Arrays.stream(values()).filter(op -> op.wire.equals(name)).findFirst();
    }

    boolean negative() {
        return this == NE || this == NOT_EXISTS;
    }

    boolean needsValues() {
        return this != EXISTS && this != NOT_EXISTS;
    }
}
