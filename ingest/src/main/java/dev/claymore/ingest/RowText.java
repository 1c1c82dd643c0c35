package dev.claymore.ingest;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/** A row in RowBinary, as JSON for people. */
final class RowText {

    private RowText() {}

    /** An object of the row's columns; a row that cannot be read is given as base64. */
    static String json(List<Layout.Column> columns, TableRows.Slice row) {
        ByteBuffer bytes = ByteBuffer.wrap(row.bytes(), row.start(), row.end() - row.start())
                .order(ByteOrder.LITTLE_ENDIAN);
        StringBuilder json = new StringBuilder("{");
        try {
            for (Layout.Column column : columns) {
                json.append(json.length() > 1 ? "," : "");
                JsonOut.string(json, column.name());
                json.append(':');
                value(column.type(), bytes, json);
            }
        } catch (BufferUnderflowException | IllegalArgumentException unreadable) {
            byte[] raw = java.util.Arrays.copyOfRange(row.bytes(), row.start(), row.end());
            return "{\"base64\":\"" + Base64.getEncoder().encodeToString(raw) + "\"}";
        }
        return json.append('}').toString();
    }

    /** How many bytes the first row of the slice has. */
    static int length(List<Layout.Column> columns, TableRows.Slice rows) {
        ByteBuffer bytes = ByteBuffer.wrap(rows.bytes(), rows.start(), rows.end() - rows.start())
                .order(ByteOrder.LITTLE_ENDIAN);
        for (Layout.Column column : columns) {
            value(column.type(), bytes, new StringBuilder());
        }
        return bytes.position() - rows.start();
    }

    private static void value(String type, ByteBuffer bytes, StringBuilder json) {
        if (type.endsWith("*")) {
            json.append('[');
            for (int left = varint(bytes), all = left; left > 0; left--) {
                json.append(left < all ? "," : "");
                value(type.substring(0, type.length() - 1), bytes, json);
            }
            json.append(']');
            return;
        }
        switch (type) {
            case "string", "label" -> JsonOut.string(json, text(bytes));
            case "time" ->
                JsonOut.string(json, Instant.ofEpochMilli(bytes.getLong()).toString());
            case "nanos" -> {
                long nanos = bytes.getLong();
                Instant instant = Instant.ofEpochSecond(
                        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
                JsonOut.string(json, instant.toString());
            }
            case "uuid" -> JsonOut.string(json, new UUID(bytes.getLong(), bytes.getLong()).toString());
            case "bool" -> json.append(bytes.get() != 0);
            case "int8" -> json.append(bytes.get());
            case "uint8" -> json.append(Byte.toUnsignedInt(bytes.get()));
            case "int16" -> json.append(bytes.getShort());
            case "uint16" -> json.append(Short.toUnsignedInt(bytes.getShort()));
            case "int32" -> json.append(bytes.getInt());
            case "uint32", "second" -> json.append(Integer.toUnsignedLong(bytes.getInt()));
            case "int64" -> json.append(bytes.getLong());
            case "uint64" -> json.append(Long.toUnsignedString(bytes.getLong()));
            case "float32" -> number(json, Float.toString(bytes.getFloat()));
            case "float64" -> number(json, Double.toString(bytes.getDouble()));
            case "map" -> {
                json.append('{');
                for (int left = varint(bytes), all = left; left > 0; left--) {
                    json.append(left < all ? "," : "");
                    JsonOut.string(json, text(bytes));
                    json.append(':');
                    JsonOut.string(json, text(bytes));
                }
                json.append('}');
            }
            default -> throw new IllegalArgumentException("a column of type " + type);
        }
    }

    /** JSON has no numbers for NaN and Infinity: they are texts. */
    private static void number(StringBuilder json, String value) {
        if (Character.isLetter(value.charAt(value.length() - 1))) {
            JsonOut.string(json, value);
        } else {
            json.append(value);
        }
    }

    static String text(ByteBuffer bytes) {
        int length = varint(bytes);
        if (length < 0 || length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    static int varint(ByteBuffer bytes) {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte b = bytes.get();
            value |= (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a length of more than five bytes");
    }
}
