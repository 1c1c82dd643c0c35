package dev.claymore.ingest;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What each project may send, each from its own bucket: no project's use touches another's. Safe for many threads. */
final class RateLimits {

    private static final int BURST_SECONDS = 4;
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final ConcurrentHashMap<String, Account> accounts = new ConcurrentHashMap<>();

    /** Takes the batch from the project's account, or says why not and when to come back. */
    Verdict take(ProjectKeys.Project project, int events, long bytes, long nowMillis) {
        ProjectLimits limits = project.limits();
        if (limits.eventsPerSecond() == 0 && limits.bytesPerDay() == 0) {
            return Verdict.GRANTED;
        }
        return accounts.computeIfAbsent(project.projectId(), id -> new Account())
                .take(limits, events, bytes, nowMillis);
    }

    /** What each project with a daily budget has used of it today (UTC). */
    Map<String, Long> usedToday(long nowMillis) {
        Map<String, Long> used = new TreeMap<>();
        accounts.forEach((projectId, account) -> {
            long bytes = account.usedOn(nowMillis / DAY_MILLIS);
            if (bytes > 0) {
                used.put(projectId, bytes);
            }
        });
        return used;
    }

    /** Takes over what an earlier process has counted on the day. */
    void restore(long day, Map<String, Long> used) {
        used.forEach((projectId, bytes) ->
                accounts.computeIfAbsent(projectId, id -> new Account()).restore(day, bytes));
    }

    static long day(long nowMillis) {
        return nowMillis / DAY_MILLIS;
    }

    /** @param problem null when granted */
    record Verdict(Problem problem, long retryAfterSeconds) {
        static final Verdict GRANTED = new Verdict(null, 0);

        boolean granted() {
            return problem == null;
        }
    }

    private static final class Account {

        private double tokens;
        /** Since the epoch: the bucket of a new account is full. */
        private long filledAt;

        private long day;
        private long bytesToday;

        synchronized long usedOn(long asked) {
            return asked == day ? bytesToday : 0;
        }

        synchronized void restore(long restoredDay, long bytes) {
            day = restoredDay;
            bytesToday = bytes;
        }

        synchronized Verdict take(ProjectLimits limits, int events, long bytes, long now) {
            if (now / DAY_MILLIS != day) {
                day = now / DAY_MILLIS;
                bytesToday = 0;
            }
            if (limits.bytesPerDay() > 0 && bytesToday + bytes > limits.bytesPerDay()) {
                return new Verdict(Problem.QUOTA_EXCEEDED, (DAY_MILLIS - now % DAY_MILLIS) / 1_000 + 1);
            }
            if (limits.eventsPerSecond() > 0) {
                double rate = limits.eventsPerSecond();
                double burst = rate * BURST_SECONDS;
                tokens = Math.min(burst, tokens + Math.max(0, now - filledAt) * rate / 1_000);
                filledAt = now;
                // A batch larger than the whole bucket passes when the bucket is full, and is paid off afterwards.
                double needed = Math.min(events, burst);
                if (tokens < needed) {
                    return new Verdict(Problem.RATE_LIMITED, (long) Math.ceil((needed - tokens) / rate));
                }
                tokens -= events;
            }
            bytesToday += bytes;
            return Verdict.GRANTED;
        }
    }
}
