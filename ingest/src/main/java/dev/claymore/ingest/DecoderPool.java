package dev.claymore.ingest;

import java.util.concurrent.ConcurrentLinkedDeque;

/** Decoders for as many batches as are taken in at once. Thread-safe. */
final class DecoderPool implements AutoCloseable {

    private final IngestOptions options;
    private final MemoryBudget budget;
    private final SharedPlaces places;
    private final ConcurrentLinkedDeque<BatchDecoder> idle = new ConcurrentLinkedDeque<>();

    DecoderPool(IngestOptions options, MemoryBudget budget, SharedPlaces places) {
        this.options = options;
        this.budget = budget;
        this.places = places;
    }

    /** A decoder for one batch of the project, or null when none became free in time. */
    BatchDecoder take(String projectId) {
        if (!places.take(projectId)) {
            return null;
        }
        BatchDecoder decoder = null;
        try {
            decoder = idle.pollFirst();
            decoder = decoder == null ? new BatchDecoder(options, budget) : decoder;
            return decoder;
        } finally {
            // There may not be enough memory for a new one.
            if (decoder == null) {
                places.giveBack(projectId);
            }
        }
    }

    void giveBack(String projectId, BatchDecoder decoder) {
        decoder.clear();
        idle.addFirst(decoder);
        places.giveBack(projectId);
    }

    @Override
    public void close() {
        idle.forEach(BatchDecoder::close);
    }
}
