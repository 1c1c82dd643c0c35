package dev.claymore.otel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.claymore.ingest.Problem;
import dev.claymore.ingest.RowBuffer;
import dev.claymore.ingest.Telemetry.BadTelemetry;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;

/**
 * OTLP/JSON becomes protobuf, field by field as {@code messages.txt} says: ids are hexadecimal, 64-bit numbers are strings or numbers, enums are
 * numbers, fields that are not known are passed over (OTLP specification, "JSON Protobuf Encoding").
 */
final class JsonBody {

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4 * BodyCheck.MAX_DEPTH)
                    .maxStringLength(64 << 20)
                    .build())
            .build();
    /** A length is known when its message is written: it gets a varint of fixed width. */
    private static final int LENGTH_BYTES = 5;
    /** Of a whole number, zeros that mean nothing included. */
    private static final int MAX_DIGITS = 1_000;

    private final JsonParser parser;
    private final RowBuffer out;

    private JsonBody(JsonParser parser, RowBuffer out) {
        this.parser = parser;
        this.out = out;
    }

    static RowBuffer toProtobuf(Message message, byte[] json, int length) throws BadTelemetry {
        RowBuffer out = new RowBuffer(length);
        try (JsonParser parser = JSON.createParser(json, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadTelemetry("not OTLP/JSON: the body must be an object");
            }
            new JsonBody(parser, out).message(message, 0);
            if (parser.nextToken() != null) {
                throw new BadTelemetry("not OTLP/JSON: something stands behind the object");
            }
        } catch (IOException malformed) {
            throw new BadTelemetry("not JSON: " + firstLine(malformed.getMessage()));
        }
        return out;
    }

    private static String firstLine(String message) {
        return message == null
                ? "it ends too early"
                : message.lines().findFirst().orElse("");
    }

    private void message(Message message, int depth) throws IOException, BadTelemetry {
        if (depth > BodyCheck.MAX_DEPTH) {
            throw new BadTelemetry("messages are nested more than " + BodyCheck.MAX_DEPTH + " deep");
        }
        if (out.size() > Otlp.MAX_ROW_BYTES) {
            throw new BadTelemetry(
                    Problem.BODY_TOO_LARGE,
                    "as protobuf it has more than " + (Otlp.MAX_ROW_BYTES >> 20) + " MiB: send fewer records at once");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Message.Field field = message.field(parser.currentName());
            JsonToken token = parser.nextToken();
            if (field == null || token == JsonToken.VALUE_NULL) {
                parser.skipChildren();
            } else if (field.repeated()) {
                if (token != JsonToken.START_ARRAY) {
                    throw bad(field, "must be an array");
                }
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    value(field, depth);
                }
            } else {
                value(field, depth);
            }
        }
    }

    private void value(Message.Field field, int depth) throws IOException, BadTelemetry {
        out.varint((field.number() << 3) | field.kind().wireType());
        switch (field.kind()) {
            case MESSAGE -> {
                if (parser.currentToken() != JsonToken.START_OBJECT) {
                    throw bad(field, "must be an object");
                }
                int at = out.size();
                out.raw(new byte[LENGTH_BYTES], 0, LENGTH_BYTES);
                message(field.message(), depth + 1);
                patch(at, out.size() - at - LENGTH_BYTES);
            }
            case STRING -> out.string(text(field));
            case BYTES -> bytes(decoded(field, Base64.getDecoder()::decode, "must be base64"));
            case HEX -> bytes(decoded(field, HexFormat.of()::parseHex, "must be hexadecimal"));
            case BOOL -> {
                if (!parser.currentToken().isBoolean()) {
                    throw bad(field, "must be true or false");
                }
                out.int8(parser.getBooleanValue() ? 1 : 0);
            }
            case DOUBLE -> out.float64(decimal(field));
            case FIXED64, SFIXED64 -> out.int64(whole(field));
            case FIXED32 -> out.int32((int) whole(field));
            case SINT32 -> {
                int number = (int) whole(field);
                varint(Integer.toUnsignedLong((number << 1) ^ (number >> 31)));
            }
            case ENUM, UINT32, UINT64, INT64 -> varint(whole(field));
        }
    }

    private void patch(int at, int length) {
        byte[] bytes = out.array();
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int more = i < LENGTH_BYTES - 1 ? 0x80 : 0;
            bytes[at + i] = (byte) (((length >>> (7 * i)) & 0x7F) | more);
        }
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.int8((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.int8((int) rest);
    }

    private void bytes(byte[] value) {
        out.string(value, 0, value.length);
    }

    private String text(Message.Field field) throws IOException, BadTelemetry {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw bad(field, "must be a string");
        }
        return parser.getText();
    }

    private byte[] decoded(Message.Field field, Decoder decoder, String otherwise) throws IOException, BadTelemetry {
        try {
            return decoder.decode(text(field));
        } catch (IllegalArgumentException wrong) {
            throw bad(field, otherwise);
        }
    }

    private long whole(Message.Field field) throws IOException, BadTelemetry {
        try {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> bits(parser.getDecimalValue());
                case VALUE_STRING -> bits(number(parser.getText()));
                default -> throw bad(field, "must be a number");
            };
        } catch (ArithmeticException | NumberFormatException wrong) {
            throw bad(field, "must be a whole number of 64 bits");
        }
    }

    private static BigDecimal number(String text) {
        if (text.length() > MAX_DIGITS) {
            throw new ArithmeticException("too long");
        }
        return new BigDecimal(text);
    }

    /** A few characters may name a number of millions of digits: its length is looked at before it is worked out. */
    private static long bits(BigDecimal number) {
        if (number.scale() < -20 || number.scale() > MAX_DIGITS) {
            throw new ArithmeticException("too long");
        }
        BigInteger whole = number.toBigIntegerExact();
        if (whole.bitLength() > 64 || (whole.signum() < 0 && whole.bitLength() > 63)) {
            throw new ArithmeticException("too large");
        }
        return whole.longValue();
    }

    private double decimal(Message.Field field) throws IOException, BadTelemetry {
        try {
            return switch (parser.currentToken()) {
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
                case VALUE_STRING -> Double.parseDouble(parser.getText());
                default -> throw bad(field, "must be a number");
            };
        } catch (NumberFormatException wrong) {
            throw bad(field, "must be a number");
        }
    }

    private BadTelemetry bad(Message.Field field, String what) {
        return new BadTelemetry("not OTLP/JSON: " + field.name() + " " + what + ", near byte "
                + parser.currentLocation().getByteOffset());
    }

    @FunctionalInterface
    private interface Decoder {
        byte[] decode(String text);
    }
}
