package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.Measure.Function;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A measure may have any name that is letters, digits and _, whatever the statement is made of inside. */
final class MeasureNamesTest {

    private static final Scope JUNE = scope("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");
    private static final Range MAY =
            new Range(Instant.parse("2026-05-02T00:00:00Z"), Instant.parse("2026-06-01T00:00:00Z"));

    private static Asking ask;

    @BeforeAll
    static void aMonth() {
        ask = new Asking(MonthOfVisits.told(), "shop");
    }

    private static Measure sessions(String name) {
        return Measure.count(name, Entity.SESSION, Condition.ALWAYS);
    }

    private static Measure events(String name) {
        return Measure.count(name, Entity.EVENT, Condition.ALWAYS);
    }

    @Test
    void of_answers_made_of_several_passes() {
        for (List<String> names : List.of(List.of("a1", "a0"), List.of("b0", "k0"), List.of("k1", "b1"))) {
            String one = names.getFirst();
            String other = names.getLast();
            MetricsQuery plain = MetricsQuery.of(JUNE, sessions(one), events(other));
            assertThat(ask.rows(plain, one, other)).containsExactly("8 27");
            assertThat(ask.rows(plain.comparedTo(MAY), one, other, "previous." + one))
                    .containsExactly("8 27 1");
            assertThat(ask.rows(plain.every(Interval.WEEK).comparedTo(MAY), one, other))
                    .first()
                    .isEqualTo("4 16");
            assertThat(ask.rows(plain.by("tags.plan").comparedTo(MAY), one)).isEmpty();
        }
    }

    @Test
    void of_what_is_joined() {
        assertThat(ask.rows(
                        MetricsQuery.of(JUNE, sessions("joined0"), sessions("j0"))
                                .by("tags.plan"),
                        "joined0"))
                .isEmpty();
    }

    @Test
    void of_people() {
        PeopleQuery people = PeopleQuery.of(JUNE, Entity.EVENT, Count.atLeast(1));
        Measure count = events("signedInAs");
        Measure pages = Measure.of("m6", Function.UNIQUES, Entity.EVENT, "page", Condition.ALWAYS);
        PeopleQuery named = new PeopleQuery(
                people.scope(),
                people.over(),
                people.count(),
                people.signedIn(),
                List.of(count, pages, Measure.count("m5", Entity.EVENT, Condition.eq("type", "click"))),
                people.orderBy(),
                people.limit(),
                people.cursor());
        assertThat(ask.rows(named, "person", "userId", "signedInAs", "m6", "m5"))
                .contains("ann ann 11 3 0", "c1  11 2 3");
    }
}
