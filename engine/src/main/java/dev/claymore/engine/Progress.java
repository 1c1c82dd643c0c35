package dev.claymore.engine;

/**
 * What a statement did so far.
 *
 * @param readRows rows read from tables
 * @param readBytes bytes read from tables, uncompressed
 * @param writtenRows rows written, those of materialized views included
 * @param writtenBytes bytes written, those of materialized views included
 * @param resultRows rows of the result
 */
record Progress(long readRows, long readBytes, long writtenRows, long writtenBytes, long resultRows) {
    static final Progress NONE = new Progress(0, 0, 0, 0, 0);

    Progress plus(Progress other) {
        return new Progress(
                readRows + other.readRows,
                readBytes + other.readBytes,
                writtenRows + other.writtenRows,
                writtenBytes + other.writtenBytes,
                resultRows + other.resultRows);
    }
}
