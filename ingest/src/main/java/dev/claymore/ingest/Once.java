package dev.claymore.ingest;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sees to it that what is sent again, also while the first is still on its way to the disk, is stored once. Safe for many threads. */
final class Once {

    private final SeenBatches seen;
    /** On their way to the disk; the same one coming in meanwhile waits for what becomes of the first. */
    private final ConcurrentHashMap<UUID, CompletableFuture<Optional<Answer>>> underWay = new ConcurrentHashMap<>();

    Once(SeenBatches seen) {
        this.seen = seen;
    }

    /**
     * @param keep stores it; durable when it answers {@link Answer.Accepted}
     * @param repeated answers when it is stored already
     * @param likewise answers as the first attempt was, which this one has waited for; none when that one broke off
     */
    Answer store(
            UUID key, Supplier<Answer> keep, Supplier<Answer> repeated, Function<Optional<Answer>, Answer> likewise) {
        CompletableFuture<Optional<Answer>> mine = new CompletableFuture<>();
        CompletableFuture<Optional<Answer>> other = underWay.putIfAbsent(key, mine);
        if (other != null) {
            Optional<Answer> first = other.join();
            boolean stored = first.filter(Answer.Accepted.class::isInstance).isPresent();
            return stored ? repeated.get() : likewise.apply(first);
        }
        Optional<Answer> answer = Optional.empty();
        try {
            if (seen.contains(key.getMostSignificantBits(), key.getLeastSignificantBits())) {
                answer = Optional.of(repeated.get());
            } else {
                answer = Optional.of(keep.get());
                if (answer.get() instanceof Answer.Accepted) {
                    seen.add(key.getMostSignificantBits(), key.getLeastSignificantBits());
                }
            }
            return answer.get();
        } finally {
            mine.complete(answer);
            underWay.remove(key);
        }
    }
}
