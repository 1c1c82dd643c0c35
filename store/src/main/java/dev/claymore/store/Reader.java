package dev.claymore.store;

import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads one project: read-only, within limits, and whatever a statement says, no row of another project comes out of a table.
 *
 * <p>These settings are the second fence. Hand-written SQL must pass the guard first, because ClickHouse has functions and clauses that
 * read past them. A statement of the product's own goes without the filter of projects where it evidently has that condition on every table
 * itself, because the filter costs two milliseconds of each look into {@code sessions}.
 */
public final class Reader {

    private final ClickHouse clickhouse;
    private final String projectId;
    private final Map<String, String> profile;
    /** Without the filter of projects, for statements that have it; null where the filter always stays. */
    private final Map<String, String> unfiltered;

    private final boolean writtenByHand;
    private final ReadLimits limits;

    private Reader(
            ClickHouse clickhouse,
            String projectId,
            Map<String, String> profile,
            Map<String, String> unfiltered,
            boolean writtenByHand,
            ReadLimits limits) {
        this.clickhouse = clickhouse;
        this.projectId = projectId;
        this.profile = profile;
        this.unfiltered = unfiltered;
        this.writtenByHand = writtenByHand;
        this.limits = limits;
    }

    static Reader of(ClickHouse clickhouse, String projectId, ReadLimits limits) {
        return new Reader(
                clickhouse, projectId, Profiles.read(clickhouse.database(), projectId, limits), null, false, limits);
    }

    /**
     * The same reader for statements that the product has written itself, that say the project, and that say FINAL of all tables but {@code events}: that
     * one is read without while no event stands there twice. Their conditions on columns of a key are tried before the other columns are read; in a
     * statement of somebody else such a condition could see rows that the filter of the project hides.
     */
    public Reader ownStatements() {
        Map<String, String> own = Profiles.ownStatements(profile, clickhouse.mayHoldDoubles());
        return new Reader(clickhouse, projectId, own, Profiles.unfiltered(own), false, limits);
    }

    /** The same reader for statements of somebody else: no condition of theirs is tried on a row before the filter of the project has let it through. */
    public Reader handWritten() {
        return new Reader(clickhouse, projectId, Profiles.handWritten(profile), null, true, limits);
    }

    private Map<String, String> profile(String sql, Map<String, ?> parameters) {
        boolean filters = unfiltered != null
                && projectId.equals(parameters.get(TenantConditions.PARAMETER))
                && TenantConditions.hold(sql);
        return filters ? unfiltered : profile;
    }

    private <T> T inTurn(Supplier<T> work) {
        return clickhouse.turns().within(projectId, writtenByHand, work);
    }

    /** Reads a result whole. */
    public Rows query(String sql, Map<String, ?> parameters) {
        return inTurn(() -> clickhouse.whole(sql, parameters, profile(sql, parameters), limits));
    }

    /** Reads a result row by row, in constant memory. What {@code rows} throws comes out as it is, here and below. */
    public Rows.Stats stream(String sql, Map<String, ?> parameters, RowStream rows) {
        RowStream told = new RowStream() {
            @Override
            public void columns(List<Rows.Column> columns) {
                ConsumerFailure.told(() -> rows.columns(columns));
            }

            @Override
            public void row(List<Object> cells) {
                ConsumerFailure.told(() -> rows.row(cells));
            }
        };
        return inTurn(() -> clickhouse.run(
                sql, parameters, ClickHouse.settings(profile(sql, parameters)), body -> ResultReader.read(body, told)));
    }

    /**
     * Reads the first column of a result, which must be text, row by row as bytes of UTF-8.
     *
     * @throws java.io.UncheckedIOException when {@code texts} fails to write
     */
    public void texts(String sql, Map<String, ?> parameters, TextStream texts) {
        QuerySettings settings = ClickHouse.settings(profile(sql, parameters)).setFormat(ClickHouseFormat.RowBinary);
        var _ = inTurn(() -> clickhouse.run(sql, parameters, settings, body -> {
            DataInputStream in = new DataInputStream(new BufferedInputStream(body, 1 << 16));
            for (int first = in.read(); first >= 0; first = in.read()) {
                byte[] text = new byte[length(first, in)];
                in.readFully(text);
                ConsumerFailure.told(() -> texts.text(text));
            }
        }));
    }

    /**
     * Writes a result in one of ClickHouse's formats, as it comes.
     *
     * @param format ClickHouse's name of it, as {@code JSONEachRow} or {@code Parquet}
     * @throws StoreException when ClickHouse fails on the way; what was written then is not the whole
     * @throws java.io.UncheckedIOException when writing fails
     */
    public Rows.Stats copy(String sql, Map<String, ?> parameters, String format, OutputStream out) {
        QuerySettings settings =
                ClickHouse.settings(profile(sql, parameters)).setFormat(ClickHouseFormat.valueOf(format));
        return inTurn(() -> clickhouse.run(sql, parameters, settings, body -> {
            byte[] buffer = new byte[1 << 16];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                int count = read;
                ConsumerFailure.told(() -> out.write(buffer, 0, count));
            }
        }));
    }

    /** Takes texts one by one. */
    @FunctionalInterface
    public interface TextStream {
        void text(byte[] utf8) throws IOException;
    }

    /** The length in front of a text: seven bits in a byte, the lowest first. */
    private static int length(int first, DataInputStream in) throws IOException {
        int value = first & 0x7F;
        int shift = 7;
        for (int next = first; (next & 0x80) != 0; shift += 7) {
            next = in.readUnsignedByte();
            value |= (next & 0x7F) << shift;
        }
        return value;
    }
}
