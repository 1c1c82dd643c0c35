package dev.claymore.otel;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Ids of traces and spans, and times, as OTLP has them. */
final class RecordIds {

    private RecordIds() {}

    /** The bytes of a hexadecimal id; empty when it is none, or only zeros, which is invalid. */
    static Optional<ByteString> bytes(String hex, int length) {
        if (hex.length() != 2 * length || !hex.matches("[0-9a-fA-F]+") || hex.matches("0+")) {
            return Optional.empty();
        }
        return Optional.of(ByteString.copyFrom(HexFormat.of().parseHex(hex)));
    }

    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
