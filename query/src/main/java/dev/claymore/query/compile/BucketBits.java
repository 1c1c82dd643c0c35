package dev.claymore.query.compile;

import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Range;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The days, weeks or months of a range as the bits of one number, which is quicker to gather of many people, and to compare, than a list of
 * dates. Bit 0 is the first bucket.
 *
 * @param unit of a bucket
 * @param first day of the first bucket, as an expression
 * @param count of buckets
 */
record BucketBits(Interval unit, String first, int count) {

    /** As many as a byte can count. */
    private static final int MAX = 255;

    /**
     * @param lead how many buckets in front of the range have a bit, too
     * @return empty for a range without an end or of more buckets than a number has bits
     */
    static Optional<BucketBits> of(Context context, Interval unit, Range range, int lead) {
        if (!range.bounded()) {
            return Optional.empty();
        }
        ZonedDateTime begin = unit.plus(unit.floor(range.from(), context.timezone()), -lead);
        Instant end = range.to().minusMillis(1);
        int count = Buckets.between(unit, begin.toInstant(), end, context.timezone()) + 1;
        return count > MAX ? Optional.empty() : Optional.of(new BucketBits(unit, Buckets.date(context, begin), count));
    }

    /** All buckets in which there is a row, as one number. */
    String gathered(String time) {
        return "groupBitOr(" + bit(time) + ")";
    }

    /** The same of rows of the range alone, where others are read too. */
    String gatheredOfRange(String time) {
        return gatheredIf(Buckets.day(Interval.DAY, time) + " >= " + first, time);
    }

    /** The same of some rows, which are of the range. */
    String gatheredIf(String condition, String time) {
        return "groupBitOrIf(" + bit(time) + ", " + condition + ")";
    }

    /** The bit of the bucket a time lies in; 0 before the range. */
    String index(String time) {
        String day = Buckets.day(Interval.DAY, time);
        String distance = switch (unit) {
            case WEEK -> "intDiv(" + day + " - " + first + ", 7)";
            case MONTH -> "dateDiff('month', " + first + ", " + day + ")";
            default -> day + " - " + first;
        };
        return "toUInt8(greatest(0, " + distance + "))";
    }

    private String bit(String time) {
        String type = count <= 64 ? "toUInt64" : count <= 128 ? "toUInt128" : "toUInt256";
        return "bitShiftLeft(" + type + "(1), " + index(time) + ")";
    }

    /** The bits that are set, as numbers. */
    static String set(String bits) {
        return "arrayMap(bit -> toUInt8(bit), bitPositionsToArray(" + bits + "))";
    }

    static String isSet(String bits, String index) {
        return "bitAnd(bitShiftRight(" + bits + ", " + index + "), 1) = 1";
    }

    /** The day the bucket of a bit begins with. */
    String day(String index) {
        return Buckets.add(unit, first, "toInt32(" + index + ")");
    }
}
