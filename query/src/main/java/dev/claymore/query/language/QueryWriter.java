package dev.claymore.query.language;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** Writes questions as the JSON that {@link QueryJson} reads. */
final class QueryWriter {

    private QueryWriter() {}

    static ObjectNode write(Query query) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (query) {
            case MetricsQuery metrics -> metrics(kind(node, "metrics", metrics.scope()), metrics);
            case SessionsQuery sessions -> {
                kind(node, "sessions", sessions.scope())
                        .put("text", sessions.text())
                        .put("limit", sessions.limit());
                orders(node, sessions.orderBy());
                cursor(node, sessions.cursor());
            }
            case EventsQuery events -> {
                kind(node, "events", events.scope())
                        .put("newestFirst", events.newestFirst())
                        .put("limit", events.limit());
                events.fields().forEach(node.putArray("fields")::add);
                cursor(node, events.cursor());
            }
            case PeopleQuery people -> people(kind(node, "people", people.scope()), people);
            case FunnelQuery funnel -> funnel(kind(node, "funnel", funnel.scope()), funnel);
            case ConversionQuery conversion -> conversion(kind(node, "conversion", conversion.scope()), conversion);
            case RetentionQuery retention -> retention(kind(node, "retention", retention.scope()), retention);
            case PathsQuery paths -> {
                kind(node, "paths", paths.scope())
                        .put("direction", QueryJson.camel(paths.direction()))
                        .put("depth", paths.depth())
                        .put("collapseLoops", paths.collapseLoops())
                        .put("limit", paths.limit());
                condition(node, "anchor", paths.anchor());
            }
            case StickinessQuery stickiness -> {
                kind(node, "stickiness", stickiness.scope())
                        .put("unit", stickiness.unit().wire());
                condition(node, "event", stickiness.event());
            }
            case LifecycleQuery lifecycle -> {
                kind(node, "lifecycle", lifecycle.scope())
                        .put("unit", lifecycle.unit().wire());
                condition(node, "event", lifecycle.event());
            }
            case HeatmapQuery heatmap ->
                kind(node, "heatmap", heatmap.scope())
                        .put("gesture", QueryJson.camel(heatmap.gesture()))
                        .put("surface", QueryJson.camel(heatmap.surface()))
                        .put("limit", heatmap.limit());
            case ErrorGroupsQuery errors -> {
                kind(node, "errors", errors.scope())
                        .put("interval", errors.trend().wire())
                        .put("limit", errors.limit());
                orders(node, errors.orderBy());
            }
        }
        return node;
    }

    private static ObjectNode kind(ObjectNode node, String kind, Scope scope) {
        node.put("kind", kind);
        QueryJson.write(node, scope.range());
        node.put("timezone", scope.timezone().getId());
        if (!scope.where().equals(Condition.ALWAYS)) {
            node.set("where", ConditionJson.write(scope.where()));
        }
        return node;
    }

    private static void metrics(ObjectNode node, MetricsQuery query) {
        measures(node, query.measures());
        if (!query.breakdowns().isEmpty()) {
            ArrayNode list = node.putArray("dimensions");
            query.breakdowns().forEach(own -> breakdown(list.addObject(), own));
        }
        node.put("interval", query.interval().wire());
        if (query.limit() != MetricsQuery.NO_LIMIT) {
            node.put("limit", query.limit());
        }
        if (!query.segments().isEmpty()) {
            ArrayNode list = node.putArray("segments");
            query.segments()
                    .forEach(segment -> list.addObject()
                            .put("name", segment.name())
                            .set("where", ConditionJson.write(segment.where())));
        }
        if (query.compareTo() != null) {
            QueryJson.write(node.putObject("compareTo"), query.compareTo());
        }
        orders(node, query.orderBy());
        cursor(node, query.cursor());
    }

    private static void people(ObjectNode node, PeopleQuery query) {
        node.put("over", query.over().wire()).put("signedIn", query.signedIn()).put("limit", query.limit());
        node.set("count", ConditionJson.write(query.count()));
        measures(node, query.measures());
        orders(node, query.orderBy());
        cursor(node, query.cursor());
    }

    private static void funnel(ObjectNode node, FunnelQuery query) {
        node.put("by", query.by().wire())
                .put("order", QueryJson.camel(query.order()))
                .put("interval", query.interval().wire())
                .put("times", query.times());
        ArrayNode steps = node.putArray("steps");
        query.steps()
                .forEach(step ->
                        steps.addObject().put("label", step.label()).set("match", ConditionJson.write(step.match())));
        ConditionJson.writeAll(node.putArray("without"), query.without());
        duration(node, "window", query.window());
        dimension(node, query.breakdown());
    }

    private static void conversion(ObjectNode node, ConversionQuery query) {
        condition(node, "first", query.first());
        condition(node, "then", query.then());
        duration(node, "within", query.within());
        if (query.during() != null) {
            QueryJson.write(node.putObject("during"), query.during());
        }
        dimension(node, query.breakdown());
        node.put("interval", query.interval().wire());
    }

    private static void retention(ObjectNode node, RetentionQuery query) {
        condition(node, "start", query.start());
        condition(node, "back", query.back());
        node.put("retention", QueryJson.camel(query.kind()))
                .put("unit", query.unit().wire())
                .put("cohorts", query.cohorts().wire());
        query.periods().forEach(node.putArray("periods")::add);
    }

    private static void measures(ObjectNode node, List<Measure> measures) {
        ArrayNode list = node.putArray("metrics");
        measures.forEach(measure -> list.add(MeasureJson.write(measure)));
    }

    private static void orders(ObjectNode node, List<Order> orders) {
        ArrayNode list = node.putArray("orderBy");
        orders.forEach(order ->
                list.addObject().put("field", order.field()).put("direction", order.descending() ? "desc" : "asc"));
    }

    private static void condition(ObjectNode node, String name, Condition condition) {
        if (condition != null) {
            node.set(name, ConditionJson.write(condition));
        }
    }

    private static void duration(ObjectNode node, String name, Duration duration) {
        if (duration != null) {
            node.put(name, duration.toString());
        }
    }

    private static void dimension(ObjectNode node, Breakdown own) {
        if (own != null) {
            breakdown(node.putObject("dimension"), own);
        }
    }

    private static void breakdown(ObjectNode node, Breakdown own) {
        node.put("field", own.field());
        own.bins().forEach(node.putArray("bins")::add);
    }

    private static void cursor(ObjectNode node, String cursor) {
        if (cursor != null) {
            node.put("cursor", cursor);
        }
    }
}
