package dev.claymore.query.compile;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.PathsQuery.Direction;
import java.util.ArrayList;
import java.util.List;

/** Paths: the page views of each session in their order, and the pairs of neighbours that lead away from the anchor. */
final class PathsCompiler {

    private static final int MAX_DEPTH = 10;

    /** A session with more page views than this is a robot's. */
    private static final int MAX_VIEWS = 10_000;

    /**
     * The order of views: by time, of one millisecond by id, of which the last bits of its own time and its first random ones are told apart. A
     * number of 64 bits, so that with a hash of 64 bits behind it a view is one number that sorts.
     */
    private static final String ORDER = "bitOr(bitShiftLeft(toUInt64(" + Context.MILLIS
            + "), 22), bitOr(bitShiftLeft(bitAnd(bitShiftRight(reinterpretAsUInt64(eventId), 16), 1023), 12), bitAnd(reinterpretAsUInt64(eventId), 4095)))";

    private static final String TIME = "fromUnixTimestamp64Milli(toInt64(bitShiftRight(view, 86)), 'UTC')";

    private final Context context;
    private final PathsQuery query;

    PathsCompiler(Context context, PathsQuery query) {
        this.context = context;
        this.query = query;
        Bounds.check("depth", query.depth(), 1, MAX_DEPTH);
        Bounds.check("limit", query.limit(), 1, 1_000);
    }

    static Statement compile(Context context, PathsQuery query) {
        PathsCompiler compiler = new PathsCompiler(context, query);
        List<Column> columns = new ArrayList<>();
        if (query.depth() > 1) {
            columns.add(Column.dimension("step"));
        }
        columns.add(Column.dimension("source"));
        columns.add(Column.dimension("target"));
        columns.add(Column.count("count"));
        columns.add(Column.count("sessions"));
        return Statement.of(compiler.statement(), context, columns, Integer.MAX_VALUE);
    }

    private String statement() {
        boolean steps = query.depth() > 1;
        String step = steps ? "step, " : "";
        String counted = "SELECT\n    " + (steps ? "link.1 AS step,\n    " : "")
                + "link.2 AS sourceHash,\n    link.3 AS targetHash,\n    count() AS count,\n    " + sessions()
                + " AS sessions\nFROM\n" + Text.nested(links(false)) + "\nGROUP BY " + step
                + "sourceHash, targetHash\nORDER BY " + step + "count DESC, sourceHash, targetHash\nLIMIT "
                + query.limit() + (steps ? " BY step" : "");
        String sides = "SELECT *, arrayJoin([sourceHash, targetHash]) AS hash\nFROM\n" + Text.nested(counted);
        return "SELECT\n    " + (steps ? "step,\n    " : "")
                + "anyIf(name, hash = sourceHash) AS source,\n    anyIf(name, hash = targetHash) AS target,\n    count,\n    sessions\nFROM\n"
                + Text.nested(sides) + " AS sides\nINNER JOIN\n" + Text.nested(names())
                + " AS names USING hash\nGROUP BY " + step + "sourceHash, targetHash, count, sessions\nORDER BY "
                + step + "count DESC, source, target";
    }

    /** Without an anchor a session has at most one link of a step. */
    private String sessions() {
        return query.anchor() == null ? "count()" : "uniqExact(sessionId)";
    }

    /** Pages are compared and sorted as hashes, which is many times cheaper than texts; an anchor takes one bit of them. */
    String hash(String page) {
        String hash = "cityHash64(" + page + ")";
        return query.anchor() == null ? hash : "bitShiftRight(" + hash + ", 1)";
    }

    private String names() {
        return "SELECT " + hash("page") + " AS hash, page AS name\nFROM events\nWHERE " + Text.and(pageviews())
                + "\nGROUP BY page";
    }

    /**
     * A row for each pair of neighbours: (step, source, target), pages as hashes.
     *
     * @param timed whether the time of the target is a fourth of it
     */
    String links(boolean timed) {
        boolean after = query.direction() == Direction.AFTER;
        List<String> link = new ArrayList<>(List.of("arrayEnumerate(arrayPopFront(way))"));
        link.add(after ? "arrayPopBack(way)" : "arrayPopFront(way)");
        link.add(after ? "arrayPopFront(way)" : "arrayPopBack(way)");
        List<String> ways = new ArrayList<>(List.of("sessionId", "began"));
        String start = "1";
        if (query.anchor() != null) {
            ways.add("arrayJoin(arrayFilter((i, view) -> bitTest(view, 0), arrayEnumerate(views), views)) AS start");
            start = "start";
        }
        String slice = ", " + start + ", " + (query.depth() + 1) + ")";
        ways.add("arraySlice(" + (query.anchor() == null ? "views" : "arrayMap(view -> bitShiftRight(view, 1), views)")
                + slice + " AS way");
        if (timed) {
            ways.add("arraySlice(times" + slice + " AS moments");
            link.add(after ? "arrayPopFront(moments)" : "arrayPopBack(moments)");
        }
        return "SELECT\n    sessionId,\n    began,\n    arrayJoin(arrayZip(" + String.join(", ", link)
                + ")) AS link\nFROM\n"
                + Text.nested("SELECT\n    " + Text.list(ways) + "\nFROM\n" + Text.nested(views(timed)));
    }

    /** One row a session: its views from the first to the last, or back, the last bit saying whether one is an anchor. */
    private String views(boolean timed) {
        String page = hash("page");
        if (query.anchor() != null) {
            String anchor = new ConditionCompiler(context).expression(Entity.EVENT, query.anchor());
            page = "bitOr(bitShiftLeft(" + page + ", 1), toUInt64(" + anchor + "))";
        }
        List<String> gathered = new ArrayList<>(List.of("sessionId", "any(createdAt) AS began"));
        gathered.add("arraySort(groupArray(" + MAX_VIEWS + ")(bitOr(bitShiftLeft(toUInt128(" + ORDER + "), 64), " + page
                + "))) AS sorted");
        gathered.add("arrayMap(view -> toUInt64(view), sorted) AS seen");
        gathered.add(inDirection(compact("seen")) + " AS views");
        if (timed) {
            gathered.add(inDirection("arrayMap(view -> " + TIME + ", " + firstOfRuns() + ")") + " AS times");
        }
        return "SELECT\n    " + Text.list(gathered) + "\nFROM events\nWHERE " + Text.and(pageviews())
                + "\nGROUP BY sessionId";
    }

    private String inDirection(String views) {
        return query.direction() == Direction.AFTER ? views : "arrayReverse(" + views + ")";
    }

    /** Of views of the same page in a row the first, if loops are to be collapsed. */
    private String compact(String views) {
        if (!query.collapseLoops()) {
            return views;
        }
        return query.anchor() == null
                ? "arrayCompact(" + views + ")"
                : "arrayCompact(view -> bitShiftRight(view, 1), " + views + ")";
    }

    /** The same of what is sorted, with the time. */
    private String firstOfRuns() {
        String page = query.anchor() == null ? "%s" : "bitShiftRight(%s, 1)";
        return query.collapseLoops()
                ? "arrayFilter((view, page, before, i) -> i = 1 OR " + page.formatted("page") + " != "
                        + page.formatted("before")
                        + ", sorted, seen, arrayPushFront(arrayPopBack(seen), 0), arrayEnumerate(seen))"
                : "sorted";
    }

    private List<String> pageviews() {
        List<String> conditions = new ArrayList<>(context.rows(Entity.EVENT));
        conditions.add("type = 'pageview'");
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.EVENT, query.scope().where()));
        return conditions;
    }
}
