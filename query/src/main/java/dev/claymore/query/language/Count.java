package dev.claymore.query.language;

/**
 * How often something happened.
 *
 * @param op one of EQ, NE, GT, GTE, LT, LTE
 */
public record Count(Operator op, long value) {

    public static final Count AT_LEAST_ONCE = new Count(Operator.GTE, 1);
    public static final Count NEVER = new Count(Operator.EQ, 0);

    public static Count atLeast(long value) {
        return new Count(Operator.GTE, value);
    }

    /** Whether it holds for what never happened. */
    public boolean holdsForNone() {
        return switch (op) {
            case EQ -> value == 0;
            case NE -> value != 0;
            case GT -> value < 0;
            case GTE -> value <= 0;
            case LT -> value > 0;
            case LTE -> value >= 0;
            default -> false;
        };
    }
}
