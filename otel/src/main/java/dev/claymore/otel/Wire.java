package dev.claymore.otel;

/** Protobuf's wire format. Positions and numbers are not checked here: {@link BodyCheck} has done it. */
final class Wire {

    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private Wire() {}

    /** Position behind the varint at {@code at}. */
    static int behind(byte[] bytes, int at) {
        int position = at;
        while (bytes[position] < 0) {
            position++;
        }
        return position + 1;
    }

    static long varint(byte[] bytes, int at) {
        long value = 0;
        int position = at;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = bytes[position++];
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                break;
            }
        }
        return value;
    }

    /** Position behind the value at {@code at}. */
    static int skip(byte[] bytes, int at, int wire) {
        return switch (wire) {
            case VARINT -> behind(bytes, at);
            case FIXED64 -> at + 8;
            case FIXED32 -> at + 4;
            default -> behind(bytes, at) + (int) varint(bytes, at);
        };
    }

    static int int32(byte[] bytes, int at) {
        return (bytes[at] & 0xFF)
                | ((bytes[at + 1] & 0xFF) << 8)
                | ((bytes[at + 2] & 0xFF) << 16)
                | (bytes[at + 3] << 24);
    }

    static long int64(byte[] bytes, int at) {
        return (int32(bytes, at) & 0xFFFF_FFFFL) | ((long) int32(bytes, at + 4) << 32);
    }

    static int zigzag(long value) {
        int raw = (int) value;
        return (raw >>> 1) ^ -(raw & 1);
    }
}
