package dev.claymore.ingest;

/** Groups errors that are the same but for the numbers in their message. */
final class Fingerprint {

    private Fingerprint() {}

    /** FNV-1a over type and message; each run of digits and of hex digits that has one counts as one character. */
    static String of(byte[] text, int from, int to) {
        long hash = 0xcbf29ce484222325L;
        int at = from;
        while (at < to) {
            int run = at;
            boolean digit = false;
            while (run < to && Character.digit(text[run], 16) >= 0) {
                digit |= text[run] >= '0' && text[run] <= '9';
                run++;
            }
            if (digit) {
                hash = (hash ^ '#') * 0x100000001b3L;
                at = run;
            } else {
                for (int end = Math.max(run, at + 1); at < end; at++) {
                    hash = (hash ^ text[at]) * 0x100000001b3L;
                }
            }
        }
        return String.format("%016x", hash);
    }
}
