package dev.claymore.query;

import static dev.claymore.query.Asking.scope;
import static dev.claymore.query.language.Condition.eq;
import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.Did;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Operator;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.Subject;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a session says of its events, and an event of its session, where the two do not look alike. */
final class EventsOfSessionsTest {

    private static final ClickHouse CLICKHOUSE = TestDatabase.migrated();
    private static final Scope JUNE = scope("2026-06-01T00:00:00Z", "2026-07-01T00:00:00Z");

    @Test
    void the_error_type_of_a_session_may_be_that_of_a_request() {
        Story story = new Story("requests");
        story.session("2026-06-10T10:00:00Z", "a").event(1, "request", "errorType", "ResourceError");
        story.session("2026-06-11T10:00:00Z", "b").event(1, "error", "errorType", "TypeError");
        story.tell(CLICKHOUSE);
        Asking ask = new Asking(CLICKHOUSE, "requests");
        for (String type : List.of("ResourceError", "TypeError")) {
            MetricsQuery having = MetricsQuery.of(JUNE.where(eq("errorType", type)), Measure.named("sessions"));
            assertThat(ask.rows(having, "sessions")).as(type).containsExactly("1");
            MetricsQuery without = MetricsQuery.of(
                    JUNE.where(Condition.compare("errorType", Operator.NE, type)), Measure.named("sessions"));
            assertThat(ask.rows(without, "sessions")).as(type).containsExactly("1");
        }
    }

    @Test
    void what_is_empty_does_not_exist_for_the_session_either() {
        Story story = new Story("empty");
        story.session("2026-06-10T10:00:00Z", "a").custom(0, "").view(1, "");
        story.session("2026-06-11T10:00:00Z", "b")
                .custom(0, "")
                .custom(1, "buy")
                .view(2, "/");
        story.tell(CLICKHOUSE);
        Asking ask = new Asking(CLICKHOUSE, "empty");
        for (String field : List.of("customEvent", "page")) {
            for (Operator op : List.of(Operator.EXISTS, Operator.NOT_EXISTS)) {
                MetricsQuery query =
                        MetricsQuery.of(JUNE.where(Condition.compare(field, op)), Measure.named("sessions"));
                assertThat(ask.rows(query, "sessions")).as(field + " " + op).containsExactly("1");
            }
        }
    }

    @Test
    void events_are_found_by_their_session_although_it_begins_after_them() {
        Story story = new Story("fast");
        // The device's clock is three hours fast; the times of events are corrected, the start of the session is not.
        story.session("2026-06-10T13:00:00Z", "a").tag("plan", "pro").view(-180, "/");
        story.tell(CLICKHOUSE);
        Scope hour = scope("2026-06-10T09:30:00Z", "2026-06-10T10:30:00Z").where(eq("tags.plan", "pro"));
        MetricsQuery views = MetricsQuery.of(hour, Measure.count("views", Entity.EVENT, eq("type", "pageview")));
        assertThat(new Asking(CLICKHOUSE, "fast").rows(views, "views")).containsExactly("1");
    }

    @Test
    void of_an_event_long_after_the_start_of_its_session_it_is_not_known_what_that_is() {
        Story story = new Story("late");
        story.session("2026-06-01T10:00:00Z", "a")
                .tag("plan", "pro")
                .view(0, "/land")
                .custom(5 * 24 * 60, "refund")
                .custom(13 * 24 * 60, "refund");
        story.session("2026-06-14T10:00:00Z", "b").custom(0, "refund");
        story.tell(CLICKHOUSE);
        Asking ask = new Asking(CLICKHOUSE, "late");
        Condition pro = eq("tags.plan", "pro");
        Condition landed = eq("entryPage", "/land");
        Condition viewed = Condition.sessionDid(Condition.pageview("/land"));
        Measure refunds = Measure.count("n", Entity.EVENT, eq("customEvent", "refund"));
        Scope june = scope("2026-06-13T00:00:00Z", "2026-06-20T00:00:00Z");
        assertThat(ask.rows(MetricsQuery.of(june, refunds), "n")).containsExactly("2");
        for (Condition known : List.of(pro, landed, viewed)) {
            assertThat(ask.rows(MetricsQuery.of(june.where(known), refunds), "n"))
                    .containsExactly("0");
        }
        for (Condition unknown : List.of(
                Condition.compare("tags.plan", Operator.NE, "pro"),
                Condition.compare("tags.plan", Operator.NOT_EXISTS),
                Condition.not(pro),
                Condition.not(landed),
                Condition.not(Condition.not(Condition.not(Condition.any(pro, viewed)))),
                Condition.not(viewed),
                new Did(Subject.SESSION, Entity.EVENT, Condition.pageview("/land"), Count.NEVER, During.QUERY))) {
            assertThat(ask.rows(MetricsQuery.of(june.where(unknown), refunds), "n"))
                    .as(unknown.toString())
                    .containsExactly("1");
        }
        // Of one within a week it is.
        Scope week = scope("2026-06-05T00:00:00Z", "2026-06-08T00:00:00Z");
        assertThat(ask.rows(MetricsQuery.of(week.where(pro), refunds), "n")).containsExactly("1");
        assertThat(ask.rows(MetricsQuery.of(week.where(Condition.not(pro)), refunds), "n"))
                .containsExactly("0");
    }

    @Test
    void a_number_of_sessions_opens_also_when_the_events_that_made_it_are_gone() {
        Story story = new Story("expired");
        story.session("2026-06-10T10:00:00Z", "a").view(0, "/").event(5, "error", "errorFingerprint", "f");
        story.session("2026-06-11T10:00:00Z", "b").view(0, "/");
        story.tell(CLICKHOUSE);
        MetricsQuery errors = MetricsQuery.of(JUNE, Measure.named("errorSessions"));
        assertThat(opened(errors)).containsExactly("2026-06-10T10:05:00.000Z");
        CLICKHOUSE.command("DELETE FROM events WHERE projectId = 'expired'");
        assertThat(opened(errors)).containsExactly("2026-06-10T10:00:00.000Z");
    }

    private static List<String> opened(MetricsQuery query) {
        Sessions sessions = new Sessions(CLICKHOUSE, new Queries(CLICKHOUSE).model());
        Outcome<SessionPage> outcome = sessions.behind("expired", query, new Cell(Map.of(), "errorSessions"), 10, null);
        return ((Outcome.Ok<SessionPage>) outcome)
                .value().sessions().stream()
                        .map(session -> String.valueOf(session.get("at")))
                        .toList();
    }
}
