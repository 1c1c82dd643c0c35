package dev.claymore.analyst;

import dev.claymore.query.language.Breakdown;
import dev.claymore.query.language.Condition;
import dev.claymore.query.language.ConversionQuery;
import dev.claymore.query.language.Entity;
import dev.claymore.query.language.FunnelQuery;
import dev.claymore.query.language.Interval;
import dev.claymore.query.language.Measure;
import dev.claymore.query.language.MetricsQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.PeopleQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.Range;
import dev.claymore.query.language.RetentionQuery;
import dev.claymore.query.language.Scope;
import dev.claymore.query.language.SessionsQuery;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a query says, in words: of one that did not come from a question, or that a question after it has changed. */
final class QueryWords {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("d MMM uuuu HH:mm", Locale.ENGLISH);

    private final List<Chip> chips = new ArrayList<>();

    private QueryWords() {}

    /** Everything that the query says, as the parts of an understanding; none of them was read from a text. */
    static List<Chip> of(Query query) {
        QueryWords words = new QueryWords();
        words.kind(query);
        Condition.conjuncts(query.scope().where())
                .forEach(condition -> words.add("filter", ConditionWords.of(condition)));
        words.add("time", time(query.scope()));
        return List.copyOf(words.chips);
    }

    static String title(List<Chip> chips) {
        String title = chips.stream()
                .filter(chip -> !chip.kind().equals("time"))
                .map(Chip::text)
                .collect(Collectors.joining(", "));
        if (title.isEmpty()) {
            return "Sessions";
        }
        boolean name = title.matches("\\w*_\\w*\\b.*"); // of an event, as it is stored
        return name ? title : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
    }

    static Shape shape(Query query) {
        return switch (query) {
            case SessionsQuery sessions -> Shape.SESSIONS;
            case PeopleQuery people -> Shape.PEOPLE;
            case FunnelQuery funnel -> Shape.FUNNEL;
            case RetentionQuery retention -> Shape.RETENTION;
            case PathsQuery paths -> Shape.PATHS;
            case MetricsQuery metrics -> {
                if (metrics.compareTo() != null || !metrics.segments().isEmpty()) {
                    yield Shape.COMPARISON;
                }
                if (metrics.interval() != Interval.NONE) {
                    yield Shape.TREND;
                }
                yield metrics.breakdowns().isEmpty()
                        ? Shape.NUMBER
                        : metrics.orderBy().isEmpty() ? Shape.BREAKDOWN : Shape.RANKING;
            }
            case ConversionQuery conversion ->
                conversion.interval() != Interval.NONE
                        ? Shape.TREND
                        : conversion.breakdown() == null ? Shape.NUMBER : Shape.BREAKDOWN;
            default -> Shape.BREAKDOWN;
        };
    }

    private void kind(Query query) {
        switch (query) {
            case MetricsQuery metrics -> metrics(metrics);
            case SessionsQuery sessions -> {
                add("metric", "sessions");
                orders(sessions.orderBy());
                add("limit", "at most " + sessions.limit());
            }
            case PeopleQuery people -> {
                add("metric", people.signedIn() ? "people who are signed in" : "people");
                orders(people.orderBy());
                add("limit", "at most " + people.limit());
            }
            case FunnelQuery funnel -> {
                funnel.steps().forEach(step -> add("step", step.label()));
                group(funnel.breakdown(), funnel.interval());
                if (funnel.window() != null) {
                    add("window", "within " + ConditionWords.duration(funnel.window()));
                }
            }
            case ConversionQuery conversion -> {
                add("step", ConditionWords.of(conversion.first()));
                add("step", ConditionWords.of(conversion.then()));
                group(conversion.breakdown(), conversion.interval());
                if (conversion.within() != null) {
                    add("window", "within " + ConditionWords.duration(conversion.within()));
                } else if (conversion.during() != null) {
                    add(
                            "compare",
                            "in "
                                    + range(
                                            conversion.during(),
                                            conversion.scope().timezone()));
                }
            }
            case RetentionQuery retention -> {
                add("step", retention.start() == null ? "active" : ConditionWords.of(retention.start()));
                add(
                        "step",
                        "back in " + retention.unit().wire() + " "
                                + retention.periods().stream()
                                        .map(String::valueOf)
                                        .collect(Collectors.joining(", ")));
                group(null, retention.cohorts());
            }
            case PathsQuery paths -> {
                boolean before = paths.direction() == PathsQuery.Direction.BEFORE;
                add(
                        "step",
                        paths.anchor() == null
                                ? (before ? "the last page" : "the first page")
                                : (before ? "before " : "after ") + ConditionWords.of(paths.anchor()));
                add("limit", "at most " + paths.limit());
            }
            default ->
                add(
                        "metric",
                        query.getClass().getSimpleName().replace("Query", "").toLowerCase(Locale.ROOT));
        }
    }

    private void metrics(MetricsQuery query) {
        query.measures().forEach(measure -> add("metric", measure(measure)));
        query.breakdowns().forEach(breakdown -> group(breakdown, Interval.NONE));
        group(null, query.interval());
        query.segments().forEach(segment -> add("compare", segment.name()));
        if (query.compareTo() != null) {
            add("compare", "against " + range(query.compareTo(), query.scope().timezone()));
        }
        orders(query.orderBy());
        if (query.limit() != MetricsQuery.NO_LIMIT) {
            add("limit", "at most " + query.limit());
        }
    }

    static String measure(Measure measure) {
        return switch (measure) {
            case Measure.Named named -> ConditionWords.words(named.metric()) + with(named.where());
            case Measure.Aggregate of -> aggregate(of);
            case Measure.Ratio(String name, Measure part, Measure whole) ->
                ConditionWords.words(name) + ": " + measure(part) + " of " + measure(whole);
            case Measure.Formula formula -> ConditionWords.words(formula.name());
            case Measure.MovingAverage average ->
                "average of " + average.buckets() + " buckets of " + measure(average.of());
        };
    }

    private static String aggregate(Measure.Aggregate of) {
        if (of.function() == Measure.Function.COUNT
                && of.over() == Entity.EVENT
                && of.where() instanceof Condition.Where where
                && where.field().matches("customEvent|type")) {
            return ConditionWords.of(where) + " events";
        }
        String field = of.field() == null ? "" : ConditionWords.field(of.field());
        String what = switch (of.function()) {
            case COUNT -> of.over() == Entity.EVENT ? "events" : "sessions";
            case SESSIONS -> "sessions";
            case PEOPLE -> "people";
            case USERS -> "user ids";
            case UNIQUES -> "different " + field;
            case SUM -> "total " + field;
            case AVG -> "average " + field;
            case MIN -> "lowest " + field;
            case MAX -> "highest " + field;
            case PERCENTILE ->
                of.percentile() == 0.5
                        ? "median " + field
                        : "p" + Amounts.plain(Math.round(of.percentile() * 1e6) / 1e4) + " " + field;
        };
        return what + with(of.where());
    }

    private static String with(Condition where) {
        String words = ConditionWords.of(where);
        return words.isEmpty() ? "" : " with " + words;
    }

    private void group(Breakdown breakdown, Interval interval) {
        if (breakdown != null) {
            add("group", "by " + ConditionWords.field(breakdown.field()));
        }
        if (interval != null && interval != Interval.NONE) {
            add("group", interval == Interval.AUTO ? "over time" : "by " + interval.wire());
        }
    }

    private void orders(List<Order> orders) {
        orders.forEach(order -> add(
                "order",
                ConditionWords.field(order.field()) + (order.descending() ? ", highest first" : ", lowest first")));
    }

    private void add(String kind, String text) {
        if (!text.isEmpty()) {
            chips.add(new Chip(kind, text, -1, -1));
        }
    }

    private static String time(Scope scope) {
        return range(scope.range(), scope.timezone());
    }

    /** "1 Jun 2026 to 30 Jun 2026", both days included; "2 Jun 2026 08:00 to 09:30"; "since 1 Jun 2026 12:00"; "all time". */
    static String range(Range range, ZoneId zone) {
        if (range.from() == null && range.to() == null) {
            return "all time";
        }
        if (range.to() == null) {
            return "since " + moment(range.from(), zone);
        }
        String lastDay = DAY.format(range.to().atZone(zone).minusDays(1));
        if (range.from() == null) {
            return "until "
                    + (midnight(range.to(), zone)
                            ? lastDay
                            : MINUTE.format(range.to().atZone(zone)));
        }
        if (midnight(range.from(), zone) && midnight(range.to(), zone)) {
            String firstDay = DAY.format(range.from().atZone(zone));
            return firstDay.equals(lastDay) ? firstDay : firstDay + " to " + lastDay;
        }
        ZonedDateTime from = range.from().atZone(zone);
        ZonedDateTime to = range.to().atZone(zone);
        return from.toLocalDate().equals(to.toLocalDate())
                ? MINUTE.format(from) + " to " + to.toLocalTime().truncatedTo(ChronoUnit.MINUTES)
                : moment(range.from(), zone) + " to " + MINUTE.format(to);
    }

    /** The same as near as it is: "22 Nov – 29 Nov 09:41", without the year that it is now; empty for all time. */
    static String dates(Range range, Calendar calendar) {
        if (range.from() == null && range.to() == null) {
            return "";
        }
        return range(range, calendar.zone())
                .replace(" " + calendar.today().getYear(), "")
                .replace(" to ", " – ");
    }

    private static String moment(Instant instant, ZoneId zone) {
        return (midnight(instant, zone) ? DAY : MINUTE).format(instant.atZone(zone));
    }

    private static boolean midnight(Instant instant, ZoneId zone) {
        ZonedDateTime time = instant.atZone(zone);
        return time.toLocalTime().equals(LocalTime.MIDNIGHT);
    }
}
