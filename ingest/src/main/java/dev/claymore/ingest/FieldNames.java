package dev.claymore.ingest;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The known keys of an object, found by their bytes in the body. */
final class FieldNames {

    private final byte[][] names;
    private final int[] ordinals;
    private final int mask;

    FieldNames(List<String> known) {
        int size = Integer.highestOneBit(known.size() * 4) * 2;
        mask = size - 1;
        names = new byte[size][];
        ordinals = new int[size];
        for (int i = 0; i < known.size(); i++) {
            byte[] name = known.get(i).getBytes(StandardCharsets.US_ASCII);
            int slot = hash(name, 0, name.length) & mask;
            while (names[slot] != null) {
                slot = slot + 1 & mask;
            }
            names[slot] = name;
            ordinals[slot] = i;
        }
    }

    /** Position of the key in the list of known ones, or -1. */
    int ordinal(byte[] json, int from, int to) {
        int slot = hash(json, from, to) & mask;
        while (names[slot] != null) {
            if (equal(names[slot], json, from, to)) {
                return ordinals[slot];
            }
            slot = slot + 1 & mask;
        }
        return -1;
    }

    private static int hash(byte[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        return hash ^ hash >>> 15;
    }

    private static boolean equal(byte[] name, byte[] json, int from, int to) {
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != json[from + i]) {
                return false;
            }
        }
        return true;
    }
}
