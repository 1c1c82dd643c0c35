package dev.claymore.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RowTextTest {

    @Test
    void numbers_are_written_as_their_columns_hold_them() {
        ByteBuffer row = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        row.putShort((short) -2).putShort((short) -2).putLong(-2).putLong(-2);
        row.putFloat(0.1f).putDouble(Double.NaN).putDouble(Double.NEGATIVE_INFINITY);
        List<Layout.Column> columns = List.of(
                new Layout.Column("a", "int16"),
                new Layout.Column("b", "uint16"),
                new Layout.Column("c", "int64"),
                new Layout.Column("d", "uint64"),
                new Layout.Column("e", "float32"),
                new Layout.Column("f", "float64"),
                new Layout.Column("g", "float64"));

        String json = RowText.json(columns, new TableRows.Slice(row.array(), 0, new int[] {row.position()}, "shop"));

        assertThat(json)
                .isEqualTo("{\"a\":-2,\"b\":65534,\"c\":-2,\"d\":18446744073709551614,\"e\":0.1,\"f\":\"NaN\","
                        + "\"g\":\"-Infinity\"}");
    }
}
