package dev.claymore.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Blocks that are used again and again, because they are large: what is in use at once is what the loader has under way. Safe for
 * its two threads.
 */
final class ColumnBlocks {

    private static final int MAX_IDLE = 8;

    private final ErrorCauses causes;
    private final Deque<ColumnBlock> idle = new ArrayDeque<>();

    ColumnBlocks(ErrorCauses causes) {
        this.causes = causes;
    }

    /** Turns the batch's rows into columns; a table with an unreadable row is left to who inserts it. */
    void encode(LoadBatch batch) {
        for (Layout layout : Layout.values()) {
            TableRows rows = batch.rows(layout);
            if (rows.count() > 0) {
                rows.encode(take(rows));
            }
        }
    }

    private synchronized ColumnBlock take(TableRows rows) {
        for (Iterator<ColumnBlock> blocks = idle.iterator(); blocks.hasNext(); ) {
            ColumnBlock block = blocks.next();
            if (block.columns().equals(rows.columns())) {
                blocks.remove();
                return block;
            }
        }
        return new ColumnBlock(rows.columns(), causes);
    }

    /** Takes back what {@link #encode} has lent. */
    synchronized void giveBack(LoadBatch batch) {
        for (Layout layout : Layout.values()) {
            ColumnBlock block = batch.rows(layout).release();
            if (block != null && idle.size() < MAX_IDLE) {
                block.clear();
                idle.addFirst(block);
            }
        }
    }
}
