package dev.claymore.store;

/** Whether a statement of the product goes without the filter of projects that is laid over others, for the tests of those who write such. */
public final class SaysItsProject {

    private SaysItsProject() {}

    public static boolean evidently(String sql) {
        return TenantConditions.hold(sql);
    }
}
