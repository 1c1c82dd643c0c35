package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.store.StoragePolicies.All;
import dev.claymore.store.StorageUse.Slice;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ForecastTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-06-28"); // a Sunday
    private static final long DAY = 1_000;

    /** 7,000 bytes a week for ten weeks, the last of which ends today. */
    private static List<Slice> weeks() {
        List<Slice> slices = new ArrayList<>();
        for (int week = 0; week < 10; week++) {
            slices.add(new Slice(
                    "events",
                    DataKind.EVENTS,
                    "shop",
                    LocalDate.parse("2026-06-22").minusWeeks(week),
                    false,
                    10,
                    7 * DAY));
        }
        return slices;
    }

    private static Forecast forecast(RetentionRule rule, boolean cold, long limit) {
        All policies = new All(new StoragePolicy(Map.of(DataKind.EVENTS, rule), 0, List.of()), Map.of());
        return Forecast.of(weeks(), policies, cold, false, limit, TODAY);
    }

    @Test
    void what_is_kept_for_ever_fills_the_disk_on_the_day_it_says() {
        Forecast forecast = forecast(RetentionRule.KEPT, true, 100 * DAY);
        assertThat(forecast.growthPerDay()).isEqualTo(DAY);
        assertThat(forecast.daysLeft()).hasValue(31); // 70 days' are there, more than 100 on the 31st day
        assertThat(forecast.bytesIn30Days()).isEqualTo(100 * DAY);
    }

    @Test
    void what_is_deleted_in_time_never_fills_it() {
        Forecast forecast = forecast(new RetentionRule(0, 30), true, 100 * DAY);
        assertThat(forecast.daysLeft()).isEmpty();
        assertThat(forecast.bytesIn30Days()).isBetween(30 * DAY, 45 * DAY);
    }

    @Test
    void what_moves_to_s3_leaves_the_disk_only_when_there_is_a_bucket() {
        assertThat(forecast(new RetentionRule(30, 0), true, 100 * DAY).daysLeft())
                .isEmpty();
        assertThat(forecast(new RetentionRule(30, 0), false, 100 * DAY).daysLeft())
                .hasValue(31);
    }

    @Test
    void more_than_the_limit_is_no_day_left() {
        assertThat(forecast(RetentionRule.KEPT, false, 10).daysLeft()).hasValue(0);
    }

    @Test
    void a_clause_names_only_projects_that_differ() {
        All policies = new All(
                new StoragePolicy(Map.of(DataKind.EVENTS, new RetentionRule(30, 0)), 0, List.of()),
                Map.of(
                        "b",
                        new StoragePolicy(Map.of(DataKind.EVENTS, new RetentionRule(-1, 90)), 0, List.of()),
                        "a",
                        new StoragePolicy(Map.of(DataKind.EVENTS, new RetentionRule(0, 14)), 0, List.of()),
                        "c",
                        StoragePolicy.NONE));
        assertThat(TtlClause.of(DataKind.EVENTS, "timestamp", policies, "cold"))
                .isEqualTo(
                        "toMonday(timestamp) + toIntervalDay(transform(projectId, ['a', 'b'], [21, 97], 25000)), "
                                + "toMonday(timestamp) + toIntervalDay(transform(projectId, ['a'], [25000], 37)) TO VOLUME 'cold'");
        assertThat(TtlClause.of(DataKind.EVENTS, "timestamp", policies, null)).doesNotContain("VOLUME");
        assertThat(TtlClause.of(DataKind.LEDGER, "minute", policies, "cold")).isEmpty();
    }
}
