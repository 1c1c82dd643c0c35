package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ErrorGroupsQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors by what they are, filtered. */
final class ErrorGroupsTest {

    private static final Scope JUNE = scope("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");

    @Test
    void error_groups_can_be_filtered_by_what_is_shown_of_them() {
        Asking ask = new Asking(MonthOfVisits.told(), "shop");
        // A group shows its newest error; the filter is about each of its errors.
        for (Interval interval : List.of(Interval.NONE, Interval.WEEK)) {
            assertThat(ask.rows(
                            new ErrorGroupsQuery(
                                    JUNE.where(Condition.compare("errorMessage", Operator.CONTAINS, "x is")),
                                    interval,
                                    List.of(),
                                    10),
                            "errorMessage",
                            "events"))
                    .containsExactly("y is undefined 1");
            assertThat(ask.rows(
                            new ErrorGroupsQuery(
                                    JUNE.where(Condition.compare("errorType", Operator.NE, "RangeError")),
                                    interval,
                                    List.of(Order.highest("errorMessage")),
                                    10),
                            "errorType",
                            "events"))
                    .containsExactly("TypeError 2");
        }
    }
}
