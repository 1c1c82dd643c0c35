package dev.claymore.store;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** Partitions as ClickHouse writes them, as weeks. */
final class Weeks {

    private Weeks() {}

    /** The Monday a partition begins with: it is a date, or a month of six digits. */
    static LocalDate of(String partition) {
        LocalDate day = partition.matches("[0-9]{6}")
                ? LocalDate.of(Integer.parseInt(partition.substring(0, 4)), Integer.parseInt(partition.substring(4)), 1)
                : partition.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}") ? LocalDate.parse(partition) : LocalDate.EPOCH;
        return monday(day);
    }

    static LocalDate monday(LocalDate day) {
        return day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    }
}
