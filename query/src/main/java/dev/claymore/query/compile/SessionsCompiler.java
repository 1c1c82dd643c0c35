package dev.claymore.query.compile;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.SessionsQuery;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A search for sessions as one statement. The keys of the page are found first, over the few columns that sorting and filters need; then
 * the rest of the columns is read for these sessions only.
 */
public final class SessionsCompiler {

    /** What sessions can be sorted by. */
    public static final List<String> SORTABLE = List.of(
            "createdAt",
            "durationMs",
            "eventCount",
            "pageviewCount",
            "clickCount",
            "rageClickCount",
            "deadClickCount",
            "errorCount",
            "failedRequestCount",
            "cartValue",
            "frustration");

    private static final int MAX_WORDS = 8;

    /** How long the newest piece of a search is, or the one behind a shorter one; each older one is {@link #GROWTH} times as long as the one before. */
    public static final Duration NEWEST_PIECE = Duration.ofDays(1);

    private static final int GROWTH = 4;
    private static final int MAX_PIECES = 5;
    private static final List<String> TEXTS =
            List.of("page", "url", "title", "selector", "text", "name", "errorType", "errorMessage", "requestUrl");

    private final SessionsQuery query;
    private final Context context;
    private final String column;
    private final boolean descending;
    private final List<String> conditions;

    public SessionsCompiler(Compiler compiler, String projectId, SessionsQuery query) {
        this(compiler.context(projectId, query.scope()), query);
    }

    SessionsCompiler(Context context, SessionsQuery query) {
        this.query = query;
        this.context = context;
        Bounds.check("limit", query.limit(), 1, SessionsQuery.MAX_LIMIT);
        Bounds.check("orderBy", query.orderBy().size(), 0, 1);
        Order order = query.orderBy().isEmpty()
                ? Order.highest("createdAt")
                : query.orderBy().getFirst();
        if (!SORTABLE.contains(order.field())) {
            throw Refusal.unknown(
                    "orderBy", "must be one of %s, got: %s".formatted(String.join(", ", SORTABLE), order.field()));
        }
        this.column = order.field();
        this.descending = order.descending();
        this.conditions = new ArrayList<>(context.rows(Entity.SESSION));
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.SESSION, query.scope().where()));
        conditions.addAll(words());
    }

    public SqlBuilder values() {
        return context.sql();
    }

    /**
     * The same search over the pieces of its range one after the other, so that a page of the newest sessions is found without reading the older ones:
     * all that a piece finds comes before what the next one finds. One piece, where the order is another.
     *
     * @param newest how long the first one is
     */
    public List<SessionsCompiler> pieces(Duration newest) {
        if (!newestComeFirst()) {
            return List.of(this);
        }
        return newestFirst(untilCursor(context.range()), Instant.now(), newest).stream()
                .map(piece -> new SessionsCompiler(context.over(piece), query))
                .toList();
    }

    /** Whether the order is that of time, the newest first. */
    public boolean newestComeFirst() {
        return column.equals("createdAt") && descending;
    }

    /** Where the search begins, when the newest come first. */
    public Instant newest() {
        Instant to = untilCursor(context.range()).to();
        return to == null ? Instant.now() : to;
    }

    private Range untilCursor(Range range) {
        if (query.cursor() == null) {
            return range;
        }
        try {
            Instant end = Instant.parse(place(query.cursor()).value()).plusMillis(1);
            return range.to() == null || end.isBefore(range.to()) ? new Range(range.from(), end) : range;
        } catch (DateTimeException e) {
            throw notGivenOut();
        }
    }

    static List<Range> newestFirst(Range range, Instant now, Duration newest) {
        List<Range> pieces = new ArrayList<>();
        Instant to = range.to();
        Duration length = newest;
        Instant from = (to == null ? now : to).minus(length);
        while (pieces.size() < MAX_PIECES - 1 && (range.from() == null || from.isAfter(range.from()))) {
            pieces.add(new Range(from, to));
            to = from;
            length = longer(length.multipliedBy(GROWTH), NEWEST_PIECE);
            from = from.minus(length);
        }
        pieces.add(new Range(range.from(), to));
        return pieces;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    Statement statement() {
        List<Column> columns =
                new ArrayList<>(Tables.SESSION.stream().map(Column::dimension).toList());
        columns.add(Column.metric("frustration", "number"));
        List<String> shown = new ArrayList<>(Tables.selected(Tables.SESSION));
        shown.add(frustration() + " AS frustration");
        return Statement.of(pageSql(shown), context, columns, query.limit());
    }

    /**
     * One more session than asked for, when there are more.
     *
     * @param columns what is shown of each
     */
    public String pageSql(List<String> columns) {
        String order = "ORDER BY " + Text.quoted(column) + direction() + ", sessionId" + direction();
        return "SELECT " + String.join(", ", columns) + "\nFROM " + Tables.SESSIONS + "\nWHERE "
                + Context.OF_PROJECT + "\n    AND (createdAt, sessionId) IN\n    (\n"
                + keysSql(query.limit() + 1).indent(8).stripTrailing()
                + "\n    )\n" + order;
    }

    /** Which sessions they are, in order. */
    public String keysSql(int limit) {
        return inOrderSql(List.of("createdAt", "sessionId"), limit);
    }

    /** These columns of them, in order, of all rows that the conditions are tried on: for few. */
    public String inOrderSql(List<String> columns, int limit) {
        List<String> all = new ArrayList<>(conditions);
        if (query.cursor() != null) {
            all.add(afterCursor());
        }
        return "SELECT " + String.join(", ", columns) + "\nFROM " + Tables.SESSIONS + "\nWHERE " + Text.and(all)
                + "\nORDER BY " + expression() + direction() + ", sessionId" + direction() + "\nLIMIT " + limit;
    }

    /** All sessions that are found, with these columns, in no order. */
    public String matchingSql(List<String> columns) {
        return "SELECT " + String.join(", ", columns) + "\nFROM " + Tables.SESSIONS + "\nWHERE " + Text.and(conditions);
    }

    public String totalSql() {
        return "SELECT count() AS total FROM " + Tables.SESSIONS + " WHERE " + Text.andInline(conditions);
    }

    /** The place behind this session. */
    public static String cursorAfter(SessionsQuery query, Map<String, Object> session) {
        String column = query.orderBy().isEmpty()
                ? "createdAt"
                : query.orderBy().getFirst().field();
        String place = session.get("sessionId") + " " + column + " " + session.get(column);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private String frustration() {
        return context.dimension("frustration", "orderBy").sql(Entity.SESSION);
    }

    private String expression() {
        return column.equals("frustration") ? frustration() : column;
    }

    private String afterCursor() {
        Place place = place(query.cursor());
        try {
            String id = context.sql().bind("UUID", place.sessionId());
            String value = column.equals("createdAt")
                    ? context.sql().bindTime(Instant.parse(place.value()))
                    : context.sql().bind("Float64", Double.valueOf(place.value()));
            return "(" + expression() + ", sessionId) " + (descending ? "<" : ">") + " (" + value + ", " + id + ")";
        } catch (IllegalArgumentException | DateTimeException e) {
            throw notGivenOut();
        }
    }

    /** @param value of the column that it is sorted by */
    private record Place(UUID sessionId, String value) {}

    private Place place(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            String[] words = text.split(" ", 3);
            if (words.length == 3 && words[1].equals(column)) {
                return new Place(UUID.fromString(words[0]), words[2]);
            }
        } catch (IllegalArgumentException e) {
            throw notGivenOut();
        }
        throw notGivenOut();
    }

    private static Refusal notGivenOut() {
        return Refusal.invalid("cursor", "is not one that this search has given out");
    }

    /** Every word is found somewhere in the session's events. */
    private List<String> words() {
        List<String> found = new ArrayList<>();
        List<String> words = query.text().isBlank()
                ? List.of()
                : List.of(query.text().strip().split("\\s+"));
        Bounds.check("text", words.size(), 0, MAX_WORDS);
        for (String word : words) {
            String text = context.sql().bind("String", word);
            List<String> where = new ArrayList<>(List.of(Context.OF_PROJECT));
            where.addAll(context.bounds("createdAt", context.range()));
            where.add(TEXTS.stream()
                    .map(name -> "positionCaseInsensitiveUTF8(" + name + ", " + text + ") > 0")
                    .collect(Collectors.joining(" OR ", "(", ")")));
            found.add("sessionId IN (SELECT sessionId FROM events WHERE " + Text.andInline(where) + ")");
        }
        return found;
    }

    private String direction() {
        return descending ? " DESC" : " ASC";
    }
}
