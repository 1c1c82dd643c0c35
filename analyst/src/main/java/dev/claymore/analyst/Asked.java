package dev.claymore.analyst;

import dev.claymore.query.language.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a question asks for, besides its conditions: the measure, the groups, the order, the number of rows. */
final class Asked {

    /** Fields of events: what is counted by them comes from events, too. */
    static final Set<String> RANKED_FROM_EVENTS = Set.of(
            "page",
            "errorMessage",
            "errorType",
            "errorCode",
            "requestUrl",
            "selector",
            "text",
            "customEvent",
            "title",
            "url",
            "type",
            "errorFingerprint",
            "requestMethod");

    final List<String> groups = new ArrayList<>();
    Interval interval = Interval.NONE;
    boolean ranking;
    boolean lowest;
    Integer limit;
    String orderField;
    boolean orderUp;
    boolean count;
    boolean list;
    boolean share;
    String agg;
    double percentile;
    /** "the sum of gift_bought": of its values, where "the total" may be how many. */
    boolean summed;

    /** Further aggregates of the same metric: "p50 and p95". */
    final List<Item> more = new ArrayList<>();

    String metric;
    int metricAt = -1;
    String perSubject;
    String distinctField;
    /** "in the same session": all that is said happened there, whoever did it. */
    boolean together;

    boolean listedField;
    Frame rankFrame;
    String rankSubject;
    boolean newest;
    int shareAt = -1;
}
