package dev.claymore.store;

import java.time.Duration;

/**
 * What one read may cost before ClickHouse stops it.
 *
 * @param time of the statement
 * @param memoryBytes of the statement; grouping and sorting go to disk at half of it
 * @param rowsRead from tables
 * @param bytesRead from tables, uncompressed
 * @param resultRows the answer may have
 * @param resultBytes the answer may have, uncompressed
 */
public record ReadLimits(
        Duration time, long memoryBytes, long rowsRead, long bytesRead, long resultRows, long resultBytes) {

    /** For the product's own queries: 30 s, 2 GiB, 10 billion rows, 1 TiB; answers of 1 million rows, 128 MiB. */
    public static final ReadLimits PRODUCT =
            new ReadLimits(Duration.ofSeconds(30), 2L << 30, 10_000_000_000L, 1L << 40, 1_000_000, 128L << 20);

    /** For recordings, which are streamed: as the product's own, but answers of 1 GiB. */
    public static final ReadLimits RECORDING =
            new ReadLimits(PRODUCT.time, PRODUCT.memoryBytes, PRODUCT.rowsRead, PRODUCT.bytesRead, 1_000_000, 1L << 30);

    /** For hand-written SQL: 20 s, 1 GiB, 2 billion rows, 200 GiB; answers of 10,000 rows, 32 MiB. */
    public static final ReadLimits CONSOLE =
            new ReadLimits(Duration.ofSeconds(20), 1L << 30, 2_000_000_000L, 200L << 30, 10_000, 32L << 20);

    /** For exports, which are streamed: 1 h, 2 GiB, 10 billion rows, 4 TiB; answers of 10 billion rows, 4 TiB. */
    public static final ReadLimits EXPORT =
            new ReadLimits(Duration.ofHours(1), 2L << 30, 10_000_000_000L, 4L << 40, 10_000_000_000L, 4L << 40);
}
