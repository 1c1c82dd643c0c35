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
        String step = query.depth() > 1 ? "link.1 AS step,\n    " : "";
        String groups = query.depth() > 1 ? "step, source, target" : "source, target";
        return "SELECT\n    " + step
                + "link.2 AS source,\n    link.3 AS target,\n    count() AS count,\n    uniqExact(sessionId) AS sessions\nFROM\n"
                + Text.nested(links())
                + "\nGROUP BY " + groups + "\nORDER BY " + (query.depth() > 1 ? "step, " : "")
                + "count DESC, source, target\nLIMIT " + query.limit() + (query.depth() > 1 ? " BY step" : "");
    }

    /** A row for each pair of neighbours: (step, source, target, time of the target). */
    String links() {
        boolean after = query.direction() == Direction.AFTER;
        String anchors = query.anchor() == null
                ? after ? "[1]" : "[length(views)]"
                : "arrayFilter(i -> views[i].3, arrayEnumerate(views))";
        String room = after ? "length(views) - i" : "i - 1";
        String source = after ? "i + k - 1" : "i - k";
        String target = after ? "i + k" : "i - k + 1";
        String link = "(k, views[" + source + "].2, views[" + target + "].2, views[" + target + "].1)";
        return "SELECT\n    sessionId,\n    began,\n    arrayJoin(arrayFlatten(arrayMap(i -> arrayMap(k -> " + link
                + ", range(1, toUInt32(least(" + query.depth() + ", " + room + ")) + 1)), " + anchors
                + "))) AS link\nFROM\n" + Text.nested(views());
    }

    private String views() {
        String anchor = query.anchor() == null
                ? "true"
                : new ConditionCompiler(context).expression(Entity.EVENT, query.anchor());
        List<String> conditions = new ArrayList<>(context.rows(Entity.EVENT));
        conditions.add("type = 'pageview'");
        conditions.addAll(new ConditionCompiler(context)
                .conjuncts(Entity.EVENT, query.scope().where()));
        String sorted = "arrayMap(view -> (view.1, view.3, view.4), arraySort(groupArray(" + MAX_VIEWS
                + ")((timestamp, eventId, page, " + anchor + "))))";
        String first = "sessionId,\n    any(createdAt) AS began,\n    ";
        String collapsed = query.collapseLoops()
                ? first + sorted
                        + " AS seen,\n    arrayFilter((view, i) -> i = 1 OR view.2 != seen[i - 1].2, seen, arrayEnumerate(seen)) AS views"
                : first + sorted + " AS views";
        return "SELECT\n    " + collapsed + "\nFROM events\nWHERE " + Text.and(conditions) + "\nGROUP BY sessionId";
    }
}
