package dev.claymore.ingest;

import java.time.Duration;
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
        return accounts.computeIfAbsent(project.projectId(), id -> new Account(nowMillis, limits))
                .take(limits, events, bytes, nowMillis);
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
        private long filledAt;
        private long day;
        private long bytesToday;

        Account(long now, ProjectLimits limits) {
            tokens = limits.eventsPerSecond() * (double) BURST_SECONDS;
            filledAt = now;
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
