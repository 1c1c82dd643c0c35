package dev.claymore.otel;

/** Whether log records say when they were: the specification leaves it to them. Reads what {@link BodyCheck} has found whole. */
final class LogTimes {

    /** Numbers of the fields on the way to a record: resource_logs, scope_logs, log_records. */
    private static final int[] WAY = {1, 2, 2};

    private static final int TIME = 1;
    private static final int OBSERVED_TIME = 11;

    private LogTimes() {}

    /** Looks until the first that does, which in most bodies is the first of all. */
    static boolean any(byte[] body, int length) {
        return any(body, 0, length, 0);
    }

    private static boolean any(byte[] bytes, int from, int to, int depth) {
        for (int at = from; at < to; ) {
            int tag = (int) Wire.varint(bytes, at);
            int number = tag >>> 3;
            at = Wire.behind(bytes, at);
            switch (tag & 7) {
                case Wire.VARINT -> at = Wire.behind(bytes, at);
                case Wire.FIXED64 -> {
                    if (depth == WAY.length
                            && (number == TIME || number == OBSERVED_TIME)
                            && Wire.int64(bytes, at) != 0) {
                        return true;
                    }
                    at += 8;
                }
                case Wire.FIXED32 -> at += 4;
                default -> {
                    int begin = Wire.behind(bytes, at);
                    int end = begin + (int) Wire.varint(bytes, at);
                    if (depth < WAY.length && number == WAY[depth] && any(bytes, begin, end, depth + 1)) {
                        return true;
                    }
                    at = end;
                }
            }
        }
        return false;
    }
}
