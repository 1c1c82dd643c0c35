package dev.claymore.ingest;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sees to it that what is sent again, also while the first is still on its way to the disk, is stored once. Safe for many threads. */
final class Once {

    private final SeenBatches seen;
    /** On their way to the disk; the same one coming in meanwhile waits for what becomes of the first. */
    private final ConcurrentHashMap<UUID, CompletableFuture<Spool.Outcome>> underWay = new ConcurrentHashMap<>();

    Once(SeenBatches seen) {
        this.seen = seen;
    }

    /**
     * @param keep stores it; durable when it answers {@link Answer.Accepted}
     * @param repeated answers when it is stored already
     * @param unavailable answers when the first attempt, which this one has waited for, came to nothing
     */
    Answer store(
            UUID key, Supplier<Answer> keep, Supplier<Answer> repeated, Function<Spool.Outcome, Answer> unavailable) {
        CompletableFuture<Spool.Outcome> mine = new CompletableFuture<>();
        CompletableFuture<Spool.Outcome> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            Spool.Outcome outcome = other.join();
            return outcome == Spool.Outcome.DURABLE ? repeated.get() : unavailable.apply(outcome);
        }
        Spool.Outcome outcome = Spool.Outcome.FAILED;
        try {
            if (seen.contains(key.getMostSignificantBits(), key.getLeastSignificantBits())) {
                outcome = Spool.Outcome.DURABLE;
                return repeated.get();
            }
            Answer answer = keep.get();
            if (answer instanceof Answer.Accepted) {
                seen.add(key.getMostSignificantBits(), key.getLeastSignificantBits());
                outcome = Spool.Outcome.DURABLE;
            } else {
                outcome = Spool.Outcome.BUSY;
            }
            return answer;
        } finally {
            mine.complete(outcome);
            underWay.remove(key);
        }
    }
}
