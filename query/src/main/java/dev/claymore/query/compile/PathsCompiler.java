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

    /** The order of views: by time, of one millisecond by id. */
    private static final String ORDER =
            "bitOr(bitShiftLeft(toUInt128(" + Context.MILLIS + "), 64), reinterpretAsUInt64(eventId))";

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
        String groups = steps ? "step, sourceHash, targetHash" : "sourceHash, targetHash";
        String counted = "SELECT\n    " + (steps ? "link.1 AS step,\n    " : "")
                + "link.2 AS sourceHash,\n    link.3 AS targetHash,\n    count() AS count,\n    " + sessions()
                + " AS sessions\nFROM\n" + Text.nested(links()) + "\nGROUP BY " + groups + "\nORDER BY "
                + (steps ? "step, " : "") + "count DESC, sourceHash, targetHash\nLIMIT " + query.limit()
                + (steps ? " BY step" : "");
        return "WITH names AS\n" + Text.nested(names()) + "\nSELECT\n    " + (steps ? "step,\n    " : "")
                + "sources.name AS source,\n    targets.name AS target,\n    count,\n    sessions\nFROM\n"
                + Text.nested(counted)
                + " AS counted\nINNER JOIN names AS sources ON sources.hash = sourceHash"
                + "\nINNER JOIN names AS targets ON targets.hash = targetHash\nORDER BY " + (steps ? "step, " : "")
                + "count DESC, source, target";
    }

    /** Without an anchor a session has at most one link of a step. */
    private String sessions() {
        return query.anchor() == null ? "count()" : "uniqExact(sessionId)";
    }

    /** Pages are compared and sorted as hashes, which is many times cheaper than texts. */
    static String hash(String page) {
        return "cityHash64(" + page + ")";
    }

    private String names() {
        return "SELECT " + hash("page") + " AS hash, page AS name\nFROM events\nWHERE " + Text.and(pageviews())
                + "\nGROUP BY page";
    }

    /** A row for each pair of neighbours: (step, source, target, time of the target), pages as hashes. */
    String links() {
        boolean after = query.direction() == Direction.AFTER;
        String anchors = query.anchor() == null
                ? after ? "[1]" : "[length(views)]"
                : "arrayFilter(i -> anchors[i], arrayEnumerate(views))";
        String room = after ? "length(views) - i" : "i - 1";
        String source = after ? "i + k - 1" : "i - k";
        String target = after ? "i + k" : "i - k + 1";
        String link = "(k, views[" + source + "], views[" + target + "], times[" + target + "])";
        return "SELECT\n    sessionId,\n    began,\n    arrayJoin(arrayFlatten(arrayMap(i -> arrayMap(k -> " + link
                + ", range(1, toUInt32(least(" + query.depth() + ", " + room + ")) + 1)), " + anchors
                + "))) AS link\nFROM\n" + Text.nested(views());
    }

    /** One row a session: its views in their order, with their times and whether each is an anchor. */
    private String views() {
        List<String> gathered = new ArrayList<>(List.of("sessionId", "any(createdAt) AS began"));
        gathered.add(gather(ORDER) + " AS orders");
        gathered.add("arraySort((page, at) -> at, " + gather(hash("page")) + ", orders) AS seen");
        gathered.add(
                "arrayMap(at -> fromUnixTimestamp64Milli(toInt64(bitShiftRight(at, 64)), 'UTC'), arraySort(orders)) AS seenAt");
        if (query.anchor() != null) {
            String anchor = new ConditionCompiler(context).expression(Entity.EVENT, query.anchor());
            gathered.add("arraySort((anchor, at) -> at, " + gather("toUInt8(" + anchor + ")") + ", orders) AS marked");
        }
        gathered.addAll(List.of(
                "arrayPushFront(arrayPopBack(seen), 0) AS before",
                kept("seen") + " AS views",
                kept("seenAt") + " AS times"));
        if (query.anchor() != null) {
            gathered.add(kept("marked") + " AS anchors");
        }
        return "SELECT\n    " + Text.list(gathered) + "\nFROM events\nWHERE " + Text.and(pageviews())
                + "\nGROUP BY sessionId";
    }

    private static String gather(String expression) {
        return "groupArray(" + MAX_VIEWS + ")(" + expression + ")";
    }

    /** Of views of the same page in a row the first, if loops are to be collapsed. */
    private String kept(String column) {
        return query.collapseLoops()
                ? "arrayFilter((item, page, previous) -> page != previous, " + column + ", seen, before)"
                : column;
    }

    private List<String> pageviews() {
        List<String> conditions = new ArrayList<>(context.rows(Entity.EVENT));
        conditions.add("type = 'pageview'");
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.EVENT, query.scope().where()));
        return conditions;
    }
}
