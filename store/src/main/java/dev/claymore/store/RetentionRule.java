package dev.claymore.store;

/**
 * How long one kind of data stays where, in days after the end of its week: data moves and goes by whole weeks (Monday to Sunday, UTC).
 *
 * @param s3AfterDays on the local disk, then on S3; {@value #NEVER} never moves, {@value #INHERIT} as the rule for all projects says
 * @param deleteAfterDays until it is deleted; {@value #NEVER} never, {@value #INHERIT} as the rule for all projects says
 */
public record RetentionRule(int s3AfterDays, int deleteAfterDays) {

    public static final int NEVER = 0;
    public static final int INHERIT = -1;
    public static final int MAX_DAYS = 10_000;

    public static final RetentionRule INHERITED = new RetentionRule(INHERIT, INHERIT);
    public static final RetentionRule KEPT = new RetentionRule(NEVER, NEVER);

    public RetentionRule {
        days("s3AfterDays", s3AfterDays);
        days("deleteAfterDays", deleteAfterDays);
    }

    /** This rule where it says something, else {@code general}. */
    RetentionRule over(RetentionRule general) {
        return new RetentionRule(
                s3AfterDays == INHERIT ? general.s3AfterDays : s3AfterDays,
                deleteAfterDays == INHERIT ? general.deleteAfterDays : deleteAfterDays);
    }

    private static void days(String name, int days) {
        if (days < INHERIT || days > MAX_DAYS) {
            throw new IllegalArgumentException(name + " must be 1 to " + MAX_DAYS + " days or never, got " + days);
        }
    }
}
