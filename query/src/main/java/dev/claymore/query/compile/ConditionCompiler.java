package dev.claymore.query.compile;

import static dev.claymore.query.compile.Context.OF_PROJECT;
import static dev.claymore.query.compile.Context.PERSON;

import dev.claymore.query.compile.Cohorts.Cohort;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Condition.All;
import dev.claymore.query.language.Condition.Any;
import dev.claymore.query.language.Condition.Did;
import dev.claymore.query.language.Condition.InCohort;
import dev.claymore.query.language.Condition.Not;
import dev.claymore.query.language.Condition.Sequence;
import dev.claymore.query.language.Condition.Where;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.During;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.Refusal;
import dev.claymore.query.language.Subject;
import dev.claymore.query.model.SemanticModel.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Conditions over {@code sessions} or {@code events}. What reaches over to the other table, to tags or to a person's past becomes a set of
 * ids, bounded by project and time so that it reads no more than the range asks for.
 */
final class ConditionCompiler {

    private static final int MAX_DEPTH = 8;
    private static final Duration NO_WINDOW = Duration.ofDays(36_500);

    private final Context context;
    private final Comparison comparison;

    ConditionCompiler(Context context) {
        if (context.depth() > MAX_DEPTH) {
            throw Refusal.invalid("where", "is nested too deep");
        }
        this.context = context;
        this.comparison = new Comparison(context.sql());
    }

    /** The condition as one expression; {@code true} when it always holds. */
    String expression(Entity entity, Condition condition) {
        return Text.andInline(conjuncts(entity, condition));
    }

    /** The condition as expressions that all hold. */
    List<String> conjuncts(Entity entity, Condition condition) {
        List<String> expressions = new ArrayList<>();
        List<Condition> reaching = new ArrayList<>();
        for (Condition own : Condition.conjuncts(condition).toList()) {
            if (own instanceof Where where && reachesOver(entity, where)) {
                reaching.add(where);
            } else {
                expressions.add(single(entity, own));
            }
        }
        if (!reaching.isEmpty()) {
            expressions.add(entity == Entity.SESSION ? hadEvent(reaching) : ofSession(reaching));
        }
        return expressions;
    }

    /** Conditions of different origin, each for itself: what one says of an event of a session need not be the event of another. */
    List<String> each(Entity entity, List<Condition> conditions) {
        return entity == Entity.EVENT
                ? conjuncts(entity, Condition.and(conditions.toArray(Condition[]::new)))
                : conditions.stream()
                        .flatMap(condition -> conjuncts(entity, condition).stream())
                        .distinct()
                        .toList();
    }

    /** Whether it joins others in one question to the other table: one and the same event, or the event's session. */
    private boolean reachesOver(Entity entity, Where where) {
        Dimension dimension = context.dimension(where.field(), "where." + where.field());
        return !dimension.tag()
                && !dimension.of(entity)
                && (entity == Entity.EVENT || !where.op().negative());
    }

    private boolean reachesOver(Entity entity, Condition condition) {
        return switch (condition) {
            case All(List<Condition> own) -> own.stream().anyMatch(one -> reachesOver(entity, one));
            case Any(List<Condition> own) -> own.stream().anyMatch(one -> reachesOver(entity, one));
            case Not(Condition own) -> reachesOver(entity, own);
            case Where where -> {
                Dimension dimension = context.dimension(where.field(), "where." + where.field());
                yield dimension.tag() || !dimension.of(entity);
            }
            case Did did -> did.by() == Subject.SESSION;
            case Sequence sequence -> sequence.by() == Subject.SESSION;
            case InCohort cohort -> false;
        };
    }

    /** Of an event that comes too long after the start of its session it is not known what that is, nor what it is not. */
    private String known(Entity entity, String negative) {
        Instant from = context.starts(entity).from();
        return entity == Entity.SESSION || from == null
                ? negative
                : "(" + negative + " AND createdAt >= " + context.sql().bindTime(from) + ")";
    }

    private String single(Entity entity, Condition condition) {
        return switch (condition) {
            case All all -> "(" + expression(entity, all) + ")";
            case Any(List<Condition> own) ->
                own.isEmpty()
                        ? "false"
                        : own.stream()
                                .map(alternative -> expression(entity, alternative))
                                .collect(Collectors.joining(" OR ", "(", ")"));
            case Not(Condition own) ->
                reachesOver(entity, own)
                        ? known(entity, "NOT (" + expression(entity, own) + ")")
                        : "NOT (" + expression(entity, own) + ")";
            case Where where -> where(entity, where);
            case Did did -> did(entity, did);
            case Sequence sequence -> sequence(entity, sequence);
            case InCohort(String id) -> inCohort(id);
        };
    }

    private String where(Entity entity, Where where) {
        Dimension dimension = context.dimension(where.field(), "where." + where.field());
        Comparison.check(context.model(), dimension, where);
        if (dimension.tag()) {
            return tag(entity, dimension, where);
        }
        if (!dimension.of(entity)) {
            return hadNoEvent(dimension, where);
        }
        String column = entity == Entity.SESSION ? context.ofSessions(dimension).sql(entity) : dimension.sql(entity);
        if (entity == Entity.SESSION || dimension.eventType() == null) {
            return comparison.of(column, dimension, where);
        }
        String ofType = "type = " + context.sql().bind("String", dimension.eventType()) + " AND "
                + comparison.of(column, dimension, Comparison.positive(where));
        return where.op().negative() ? "NOT (" + ofType + ")" : "(" + ofType + ")";
    }

    private String tag(Entity entity, Dimension dimension, Where where) {
        List<String> conditions =
                new ArrayList<>(List.of(OF_PROJECT, "key = " + context.sql().bind("String", dimension.tagKey())));
        conditions.addAll(context.bounds("createdAt", context.starts(entity)));
        if (where.op().needsValues()) {
            conditions.add(comparison.of("value", dimension, Comparison.positive(where)));
        }
        String sessions = set("sessionId", Tables.TAGS, conditions, "");
        return where.op().negative() ? known(entity, "sessionId NOT IN " + sessions) : "sessionId IN " + sessions;
    }

    private String hadNoEvent(Dimension dimension, Where where) {
        return dimension.arrayTold()
                ? comparison.ofArray(dimension.sessionArray(), dimension, where)
                : did(
                        Entity.SESSION,
                        new Did(Subject.SESSION, Entity.EVENT, Comparison.positive(where), Count.NEVER, During.QUERY));
    }

    private String hadEvent(List<Condition> wheres) {
        if (wheres.size() == 1 && wheres.getFirst() instanceof Where where) {
            Dimension dimension = context.dimension(where.field(), "where." + where.field());
            if (dimension.arrayTold()) {
                Comparison.check(context.model(), dimension, where);
                return comparison.ofArray(dimension.sessionArray(), dimension, where);
            }
        }
        return did(Entity.SESSION, (Did) Condition.sessionDid(new All(wheres)));
    }

    private String ofSession(List<Condition> wheres) {
        Range starts = context.starts(Entity.EVENT);
        List<String> conditions = new ArrayList<>(List.of(OF_PROJECT));
        conditions.addAll(context.bounds("createdAt", starts));
        conditions.addAll(
                new ConditionCompiler(context.over(starts).deeper()).conjuncts(Entity.SESSION, new All(wheres)));
        return "sessionId IN " + set("sessionId", Tables.SESSIONS, conditions, "");
    }

    private String did(Entity entity, Did did) {
        return did.by() == Subject.SESSION ? sessionDid(entity, did) : personDid(did);
    }

    private String sessionDid(Entity entity, Did did) {
        if (did.what() == Entity.SESSION) {
            throw Refusal.invalid("did.what", "a session cannot have sessions: say by person, or compare its fields");
        }
        if (entity == Entity.SESSION && did.during().equals(During.QUERY)) {
            var told = new SessionFacts(context).did(did.where(), did.count());
            if (told.isPresent()) {
                return told.get();
            }
        }
        List<String> conditions = new ArrayList<>(List.of(OF_PROJECT));
        conditions.addAll(context.bounds("createdAt", context.starts(entity)));
        if (did.during() instanceof During.Span(Range span)) {
            conditions.addAll(context.bounds("timestamp", span));
        }
        conditions.addAll(
                new ConditionCompiler(context.over(context.starts(entity)).deeper())
                        .conjuncts(Entity.EVENT, did.where()));
        String member = member("sessionId", "events", conditions, did.count());
        return did.count().holdsForNone() ? known(entity, member) : member;
    }

    private String personDid(Did did) {
        Context own = context.over(span(did.during())).deeper();
        List<String> conditions = new ArrayList<>(own.rows(did.what()));
        conditions.addAll(new ConditionCompiler(own).conjuncts(did.what(), did.where()));
        return member(PERSON, Context.table(did.what()), conditions, did.count());
    }

    private Range span(During during) {
        return switch (during) {
            case During.Query query -> context.asked();
            case During.Ever ever -> Range.ALL;
            case During.Span(Range range) -> range;
        };
    }

    /** Who did it so often; who never did stands in no table, and is who is not among those that did otherwise. */
    private static String member(String id, String table, List<String> conditions, Count count) {
        boolean fromTheRest = count.holdsForNone();
        String often = "count() " + SessionFacts.symbol(count.op()) + " " + count.value();
        boolean once = count.equals(Count.AT_LEAST_ONCE) || count.equals(Count.NEVER);
        String having = once ? "" : " GROUP BY " + id + " HAVING " + (fromTheRest ? "NOT (" + often + ")" : often);
        return id + (fromTheRest ? " NOT IN " : " IN ") + set(id, table, conditions, having);
    }

    private String sequence(Entity entity, Sequence sequence) {
        Bounds.check("sequence.steps", sequence.steps().size(), 2, FunnelCompiler.MAX_STEPS);
        boolean bySession = sequence.by() == Subject.SESSION;
        String id = bySession ? "sessionId" : PERSON;
        Range range = bySession ? context.starts(entity) : span(sequence.during());
        Context own = context.over(range).deeper();
        ConditionCompiler compiler = new ConditionCompiler(own);
        List<String> conditions = new ArrayList<>(List.of(OF_PROJECT));
        conditions.addAll(own.bounds(bySession ? "createdAt" : "timestamp", range));
        if (bySession && sequence.during() instanceof During.Span(Range span)) {
            conditions.addAll(own.bounds("timestamp", span));
        }
        List<String> steps = sequence.steps().stream()
                .map(step -> compiler.expression(Entity.EVENT, step))
                .toList();
        conditions.addAll(stepEvents(own, sequence.steps(), steps));
        Duration window = sequence.within() == null ? NO_WINDOW : sequence.within();
        if (EventTypes.apart(own.model(), sequence.steps())) {
            String having = " GROUP BY " + id + " HAVING " + funnel(window, steps) + " = " + steps.size();
            return id + " IN " + set(id, "events", conditions, having);
        }
        Ways ways = Ways.longest(steps, window, false, null);
        String levels = ways.over("SELECT " + id + ", " + ways.gathered() + " FROM events WHERE "
                + Text.andInline(conditions) + " GROUP BY " + id);
        return id + " IN (SELECT " + id + " FROM (" + levels + ") WHERE level = " + steps.size() + ")";
    }

    /**
     * How far a subject gets; each step is later than the one before. Only for steps that no event can be two of: such an event
     * would begin the way anew and lose it. So that no event of the same millisecond does either, later steps come first within one.
     */
    static String funnel(Duration window, List<String> steps) {
        int n = steps.size();
        String place = IntStream.range(0, n - 1)
                .mapToObj(i -> steps.get(i) + ", " + (n - 1 - i) + ", ")
                .collect(Collectors.joining("", "multiIf(", "0)"));
        return "windowFunnel(" + window.toMillis() * n + ", 'strict_increase')(toUInt64(" + Context.MILLIS + ") * " + n
                + (n == 1 ? "" : " + " + place) + ", " + String.join(", ", steps) + ")";
    }

    /** Only events that may be a step need to be read. */
    static List<String> stepEvents(Context context, List<Condition> steps, List<String> compiled) {
        List<String> conditions = new ArrayList<>();
        EventTypes.ofAny(context.model(), steps).ifPresent(types -> conditions.add(types(context, types)));
        conditions.add(
                compiled.contains("true")
                        ? "true"
                        : compiled.stream().distinct().collect(Collectors.joining(" OR ", "(", ")")));
        return conditions;
    }

    static String types(Context context, java.util.Set<String> types) {
        return types.size() == 1
                ? "type = " + context.sql().bind("String", types.iterator().next())
                : "type IN " + context.sql().bind("Array(String)", List.copyOf(types));
    }

    private String inCohort(String id) {
        Cohort cohort = context.cohorts()
                .find(id)
                .orElseThrow(() -> Refusal.unknown("cohort", "there is no cohort '" + id + "'"));
        Context own = context.asking(cohort.range()).deeper();
        List<String> conditions = new ArrayList<>(own.rows(Entity.SESSION));
        conditions.addAll(new ConditionCompiler(own).conjuncts(Entity.SESSION, cohort.condition()));
        return Context.personAmong(Tables.SESSIONS, conditions);
    }

    private static String set(String column, String table, List<String> conditions, String tail) {
        return "(SELECT " + column + " FROM " + table + " WHERE " + Text.andInline(conditions) + tail + ")";
    }
}
