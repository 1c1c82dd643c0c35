package dev.claymore.query.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class QueryJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Range RANGE =
            new Range(Instant.parse("2026-06-01T00:00:00Z"), Instant.parse("2026-07-01T00:00:00Z"));
    private static final Condition BUY = Condition.custom("purchase");
    private static final Scope SCOPE = Scope.of(RANGE)
            .in(ZoneId.of("Europe/Berlin"))
            .where(Condition.any(
                    Condition.eq("country", "DE", "FR"),
                    Condition.not(Condition.sessionDid(BUY)),
                    new Condition.Sequence(
                            Subject.PERSON, List.of(BUY, Condition.pageview("/")), Duration.ofDays(2), During.EVER),
                    new Condition.Did(
                            Subject.PERSON, Entity.SESSION, Condition.ALWAYS, Count.atLeast(3), new During.Span(RANGE)),
                    new Condition.InCohort("c")));

    static List<Query> everyKind() {
        Measure sum = Measure.of("revenue", Measure.Function.SUM, Entity.EVENT, "value", BUY);
        return List.of(
                MetricsQuery.of(
                                SCOPE,
                                Measure.Named.of("sessions"),
                                sum,
                                new Measure.Ratio(
                                        "share",
                                        sum,
                                        Measure.percentile("p", 0.9, Entity.SESSION, "durationMs", Condition.ALWAYS)),
                                new Measure.Formula("f", "a * 2", Map.of("a", sum)),
                                new Measure.MovingAverage("avg", sum, 7))
                        .by("country", "tags.plan")
                        .every(Interval.DAY)
                        .of(new Segment("A", BUY))
                        .comparedTo(RANGE)
                        .order(Order.lowest("sessions"))
                        .limit(5),
                new SessionsQuery(SCOPE, "words", List.of(Order.highest("durationMs")), 7, "c"),
                new EventsQuery(SCOPE, List.of("page"), false, 9, null),
                new PeopleQuery(SCOPE, Entity.EVENT, Count.atLeast(2), true, List.of(sum), List.of(), 3, "3"),
                new FunnelQuery(
                        SCOPE,
                        Subject.SESSION,
                        List.of(new FunnelQuery.Step("Buy", BUY)),
                        FunnelQuery.StepOrder.STRICT,
                        Duration.ofHours(1),
                        List.of(BUY),
                        Breakdown.by("device"),
                        Interval.WEEK,
                        true),
                ConversionQuery.within(SCOPE, BUY, BUY, Duration.ofDays(7)),
                ConversionQuery.during(SCOPE, BUY, BUY, RANGE),
                new RetentionQuery(
                        SCOPE, BUY, null, RetentionQuery.Kind.FIRST_TIME, Interval.WEEK, List.of(1, 2), Interval.MONTH),
                new PathsQuery(SCOPE, PathsQuery.Direction.BEFORE, BUY, 3, true, 5),
                new StickinessQuery(SCOPE, null, Interval.DAY),
                new LifecycleQuery(SCOPE, BUY, Interval.WEEK),
                new HeatmapQuery(SCOPE, HeatmapQuery.Gesture.RAGE, HeatmapQuery.Surface.POSITION, 10),
                new ErrorGroupsQuery(SCOPE, Interval.DAY, List.of(Order.highest("events")), 10));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void what_is_written_reads_as_the_same_question(Query query) throws Exception {
        assertThat(QueryJson.read(JSON.readTree(QueryJson.write(query).toString())))
                .isEqualTo(query);
    }

    @Test
    void a_question_without_a_kind_is_about_metrics() throws Exception {
        Query query = QueryJson.read(
                JSON.readTree(
                        "{\"metrics\":[\"sessions\"],\"filters\":[{\"field\":\"country\",\"op\":\"eq\",\"values\":[\"DE\"]}]}"));
        assertThat(query)
                .isEqualTo(MetricsQuery.of(
                        Scope.of(Range.ALL).where(Condition.eq("country", "DE")), Measure.Named.of("sessions")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'kind':'nope'} | kind",
                "{'metric':[]} | metric",
                "{'metrics':[{'function':'median'}]} | metrics[0].function",
                "{'where':{'all':[{'field':'x','op':'like'}]}} | where.all[0].op",
                "{'where':{'did':{'count':{'op':'contains'}}}} | where.did.count.op",
                "{'kind':'funnel','steps':[{'label':'a'}]} | steps[0].match",
                "{'kind':'funnel','window':'two days'} | window",
                "{'from':'yesterday'} | from",
                "{'timezone':'Mars/Base'} | timezone",
                "{'limit':'many'} | limit",
                "{'where':{}} | where",
            })
    void names_the_field_that_is_wrong(String json, String field) throws Exception {
        var node = JSON.readTree(json.replace("'", "\""));
        assertThatThrownBy(() -> QueryJson.read(node))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
    }

    @Test
    void conditions_are_not_nested_without_end() {
        String deep = "{\"not\":".repeat(40) + "{\"field\":\"a\"}" + "}".repeat(40);
        assertThatThrownBy(() -> QueryJson.condition(JSON.readTree(deep), "where"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("nested");
    }
}
