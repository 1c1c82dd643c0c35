package dev.claymore.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.claymore.query.Reference.Row;
import dev.claymore.query.language.Cell;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.PathsQuery.Direction;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Scope;
import dev.claymore.query.model.SemanticModel;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random paths on random small sites: every answer against what is counted by hand, every number against its sessions. */
final class RandomPathsTest {

    private static final ClickHouse CLICKHOUSE = TestDatabase.migrated();
    private static final int QUESTIONS = 25;

    /** Step, source and target of pairs of neighbours, with the moment of the target, by session. */
    private record Link(int step, String source, String target, Instant at) {

        String name() {
            return step + " " + source + " " + target;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void paths_agree_with_the_reference(long seed) {
        RandomQueries random = new RandomQueries(seed);
        Story story = random.story("paths" + seed);
        story.tell(CLICKHOUSE);
        Reference reference = new Reference(story.events());
        Asking ask = new Asking(CLICKHOUSE, "paths" + seed);
        for (int i = 0; i < QUESTIONS; i++) {
            PathsQuery query = query(random, Scope.of(random.range()));
            Result result = ask.result(query);
            String what = seed + "/" + i + " " + query + "\n" + result.sql();
            Map<String, List<Long>> expected = new TreeMap<>();
            links(reference, query)
                    .values()
                    .forEach(own -> own.stream()
                            .collect(Collectors.groupingBy(Link::name, Collectors.counting()))
                            .forEach((name, count) -> expected.merge(
                                    name, List.of(count, 1L), (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + 1))));
            Map<String, List<Long>> actual = new TreeMap<>();
            for (List<Object> row : result.rows()) {
                int at = query.depth() > 1 ? 1 : 0;
                actual.put(
                        (at == 0 ? "1" : row.getFirst()) + " " + row.get(at) + " " + row.get(at + 1),
                        List.of(((Number) row.get(at + 2)).longValue(), ((Number) row.get(at + 3)).longValue()));
            }
            assertThat(actual).as(what).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {34, 35})
    void the_sessions_of_a_path_are_those_that_went_it(long seed) {
        RandomQueries random = new RandomQueries(seed);
        String project = "went" + seed;
        Story story = random.story(project);
        story.tell(CLICKHOUSE);
        Reference reference = new Reference(story.events());
        Sessions sessions = new Sessions(CLICKHOUSE, SemanticModel.load());
        for (int i = 0; i < QUESTIONS; i++) {
            PathsQuery query = query(random, Scope.of(Range.ALL));
            Map<String, List<Link>> links = links(reference, query);
            List<Link> all = links.values().stream().flatMap(List::stream).toList();
            if (all.isEmpty()) {
                continue;
            }
            Link asked = random.pick(all);
            Map<String, Object> row = new LinkedHashMap<>(Map.of("source", asked.source(), "target", asked.target()));
            row.put("step", asked.step());
            Map<String, Instant> expected = new TreeMap<>();
            links.forEach((session, own) -> own.stream()
                    .filter(link -> link.name().equals(asked.name()))
                    .map(Link::at)
                    .min(Comparator.naturalOrder())
                    .ifPresent(first -> expected.put(session, first)));

            SessionPage page = ((Outcome.Ok<SessionPage>)
                            sessions.behind(project, query, new Cell(row, "sessions"), 100, null))
                    .value();

            String what = seed + "/" + i + " " + query + " " + asked + "\n" + page.sql();
            Map<String, Instant> actual = new TreeMap<>();
            page.sessions()
                    .forEach(session -> actual.put(
                            String.valueOf(session.get("sessionId")),
                            Instant.parse(String.valueOf(session.get("at")))));
            assertThat(actual).as(what).isEqualTo(expected);
            SessionPage first = ((Outcome.Ok<SessionPage>)
                            sessions.behind(project, query, new Cell(row, "sessions"), 1, null))
                    .value();
            assertThat(first.sessions()).as(what).hasSize(1);
            assertThat(first.total()).as(what).isEqualTo(expected.size()).isEqualTo(page.total());
            lastPartSaysTheSame(sessions, project, query, new Cell(row, "sessions"), what);
        }
    }

    /** What is found in the last part of the time is what is found in all of it. */
    private static void lastPartSaysTheSame(
            Sessions sessions, String project, PathsQuery query, Cell cell, String what) {
        Instant from = Instant.parse("2026-03-30T00:00:00Z");
        PathsQuery latest = new PathsQuery(
                query.scope().during(new Range(from, from.plus(Duration.ofDays(30)))),
                query.direction(),
                query.anchor(),
                query.depth(),
                query.collapseLoops(),
                query.limit());
        assertThat(ids(sessions.newestBehind(project, query, latest, cell, 2)))
                .as(what)
                .isEqualTo(ids(sessions.newestBehind(project, query, null, cell, 2)));
    }

    private static List<Object> ids(Outcome<List<Map<String, Object>>> found) {
        return ((Outcome.Ok<List<Map<String, Object>>>) found)
                .value().stream().map(session -> session.get("sessionId")).toList();
    }

    private static PathsQuery query(RandomQueries random, Scope scope) {
        return new PathsQuery(
                random.pick(true, false) ? scope : scope.where(Condition.eq("device", "mobile")),
                random.pick(Direction.values()),
                random.pick(null, Condition.eq("viewedPage", random.pick("/", "/sale", "/cart"))),
                random.pick(1, 2, 3, 5),
                random.pick(true, false),
                1_000);
    }

    private static Map<String, List<Link>> links(Reference reference, PathsQuery query) {
        Map<String, List<Row>> sessions = reference.events().stream()
                .filter(row -> row.text("type").equals("pageview"))
                .filter(row -> Reference.in(row.time(), query.scope().range()))
                .filter(row -> reference.holds(
                        row, query.scope().where(), query.scope().range()))
                .sorted(Comparator.comparing(Row::time))
                .collect(Collectors.groupingBy(row -> row.text("sessionId")));
        Map<String, List<Link>> links = new TreeMap<>();
        sessions.forEach((session, views) -> links.put(session, links(reference, query, views)));
        return links;
    }

    private static List<Link> links(Reference reference, PathsQuery query, List<Row> seen) {
        List<Row> views = new ArrayList<>();
        for (Row view : seen) {
            if (!query.collapseLoops()
                    || views.isEmpty()
                    || !views.getLast().text("page").equals(view.text("page"))) {
                views.add(view);
            }
        }
        boolean after = query.direction() == Direction.AFTER;
        if (!after) {
            Collections.reverse(views);
        }
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < views.size(); i++) {
            boolean anchor = query.anchor() == null
                    ? i == 0
                    : reference.holds(
                            views.get(i), query.anchor(), query.scope().range());
            for (int step = 1; anchor && step <= query.depth() && i + step < views.size(); step++) {
                Row near = views.get(i + step - 1);
                Row far = views.get(i + step);
                Row source = after ? near : far;
                Row target = after ? far : near;
                links.add(new Link(step, source.text("page"), target.text("page"), target.time()));
            }
        }
        return links;
    }
}
