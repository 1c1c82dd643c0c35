package dev.claymore.otel;

import dev.claymore.ingest.RowBuffer;
import java.nio.charset.StandardCharsets;

/** What all records of a resource and of a scope have in common, encoded once and copied into each row. Not for several threads. */
final class Envelope {

    private static final byte[] SERVICE_NAME = "service.name".getBytes(StandardCharsets.US_ASCII);

    /** Takes one record of a scope. */
    @FunctionalInterface
    interface Records {
        void record(int from, int to);
    }

    final AttributeText attributes = new AttributeText();
    final SessionLink session = new SessionLink();
    /** Project, resource and scope, in the order of the tables. */
    final RowBuffer columns = new RowBuffer(1 << 10);

    private final Fields resource = new Fields();
    private final Fields scope = new Fields();
    private final boolean countsDropped;
    private long resourceHigh;
    private long resourceLow;

    /** @param countsDropped whether the rows have a column for the attributes that a scope has lost */
    Envelope(boolean countsDropped) {
        this.countsDropped = countsDropped;
    }

    /** The session starts anew with what the resource says: a record may name another. */
    void beginRecord() {
        session.set(resourceHigh, resourceLow);
    }

    /** Goes through a whole request: resources (field 1), in them scopes (2), in them records (2). */
    void each(byte[] bytes, int from, int to, String projectId, Records records) {
        Fields request = new Fields().read(bytes, from, to);
        for (int i = 0; i < request.pieces(); i++) {
            if (request.is(i, 1)) {
                Fields ofResource = new Fields().read(bytes, request.from(i, 1), request.end(i));
                resource(ofResource, projectId);
                int size = columns.size();
                for (int j = 0; j < ofResource.pieces(); j++) {
                    if (ofResource.is(j, 2)) {
                        columns.truncate(size);
                        Fields ofScope = new Fields().read(bytes, ofResource.from(j, 2), ofResource.end(j));
                        scope(ofScope);
                        for (int k = 0; k < ofScope.pieces(); k++) {
                            if (ofScope.is(k, 2)) {
                                records.record(ofScope.from(k, 2), ofScope.end(k));
                            }
                        }
                    }
                }
            }
        }
    }

    private void resource(Fields of, String projectId) {
        resource.read(of.bytes(), of.from(1), of.to(1));
        session.set(0, 0);
        session.look(resource, 1);
        resourceHigh = session.high();
        resourceLow = session.low();
        columns.truncate(0);
        columns.string(projectId);
        if (!attributes.find(resource, 1, SERVICE_NAME, columns)) {
            columns.string("");
        }
        attributes.map(resource, 1, columns);
        AttributeText.text(of.bytes(), of.from(3), of.to(3), columns);
    }

    private void scope(Fields of) {
        byte[] bytes = of.bytes();
        scope.read(bytes, of.from(1), of.to(1));
        AttributeText.text(bytes, scope.from(1), scope.to(1), columns);
        AttributeText.text(bytes, scope.from(2), scope.to(2), columns);
        attributes.map(scope, 3, columns);
        if (countsDropped) {
            columns.int32((int) scope.number(4));
        }
        AttributeText.text(bytes, of.from(3), of.to(3), columns);
    }

    /** Nanoseconds since the epoch; ClickHouse knows times to the year 2262. */
    static long nanos(long unsigned) {
        return unsigned < 0 ? Long.MAX_VALUE : unsigned;
    }
}
