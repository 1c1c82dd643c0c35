package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.PERSON;

import dev.claymore.query.compile.Statement.Column;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How many visitors of a range are new and how many returned, in one look at everybody's sessions, one group for each person. In general a set of
 * everybody's first session is made and each session is looked up in it, which takes three times as long; so it is where anything else is asked,
 * or of parts of the sessions.
 */
final class VisitorsPass {

    private static final Condition NEW = Condition.eq("visitorType", "new");
    private static final Condition RETURNING = Condition.eq("visitorType", "returning");

    /** Columns of the inner SELECT; measures of these names would hide them. */
    private static final Set<String> INNER = Set.of("began", "latest", "visits");

    private final Context context;

    private VisitorsPass(Context context) {
        this.context = context;
    }

    /** The whole answer; empty where it is not that question. */
    static Optional<String> of(Context context, MetricsQuery query, List<MeasurePlan> plans, List<Column> columns) {
        Range range = context.range();
        List<Atom> atoms = plans.stream().flatMap(MeasurePlan::atoms).toList();
        boolean asked = range.bounded()
                && !Context.fewPeople(range)
                && columns.size() == plans.size()
                && query.scope().where().equals(Condition.ALWAYS)
                && atoms.stream().allMatch(VisitorsPass::counts)
                && atoms.stream().anyMatch(atom -> !atom.where().equals(Condition.ALWAYS))
                && columns.stream().noneMatch(column -> INNER.contains(column.name()));
        return asked ? Optional.of(new VisitorsPass(context).sql(plans, columns)) : Optional.empty();
    }

    private static boolean counts(Atom atom) {
        boolean all = atom.where().equals(Condition.ALWAYS);
        return atom.over() == Entity.SESSION
                && atom.field() == null
                && switch (atom.aggregate().function()) {
                    case COUNT, SESSIONS -> all;
                    case PEOPLE ->
                        all || atom.where().equals(NEW) || atom.where().equals(RETURNING);
                    default -> false;
                };
    }

    private String sql(List<MeasurePlan> plans, List<Column> columns) {
        List<String> selected = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            selected.add(plans.get(i).sql(this::aggregate, (inner, moving) -> inner) + " AS "
                    + Text.quoted(columns.get(i).name()));
        }
        String here = "createdAt >= " + context.sql().bindTime(context.range().from());
        List<String> rows =
                context.rows(Entity.SESSION, new Range(null, context.range().to()));
        String people = "SELECT\n    min(createdAt) AS began,\n    maxIf(createdAt, " + here
                + ") AS latest,\n    countIf(" + here + ") AS visits\nFROM " + Tables.SESSIONS + "\nWHERE "
                + Text.and(rows) + "\nGROUP BY " + PERSON;
        return "SELECT\n    " + Text.list(selected) + "\nFROM\n" + Text.nested(people);
    }

    private String aggregate(Atom atom) {
        if (atom.where().equals(NEW)) {
            return "countIf(began >= " + context.sql().bindTime(context.range().from()) + ")";
        }
        if (atom.where().equals(RETURNING)) {
            return "countIf(latest > began)";
        }
        return switch (atom.aggregate().function()) {
            case PEOPLE -> "countIf(visits > 0)";
            default -> "sum(visits)";
        };
    }
}
