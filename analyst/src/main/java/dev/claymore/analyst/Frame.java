package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Count;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;

/** Something that happened, as the words describe it bit by bit: "a purchase", "error 500 during checkout", "viewed /cart twice". */
final class Frame {

    final String type;
    final String name;
    final List<Condition> details = new ArrayList<>();
    final int at;
    int end;
    boolean negated;
    boolean or;
    Count count = Count.AT_LEAST_ONCE;
    boolean implied;
    /** Whether its words name a person who did it: buyers. */
    boolean person;
    /** Whether a part of the understanding says it. */
    boolean told;

    Frame(String type, String name, int at) {
        this.type = type;
        this.name = name;
        this.at = at;
        this.end = at + 1;
    }

    boolean custom() {
        return type.equals("custom");
    }

    boolean has(String field) {
        return details.stream()
                .flatMap(Condition::conjuncts)
                .anyMatch(
                        c -> c instanceof Condition.Where where && where.field().equals(field));
    }

    /** What holds for the one event. */
    Condition pattern() {
        List<Condition> all = new ArrayList<>();
        boolean code = has("errorCode");
        switch (type) {
            case "custom" -> {
                if (!name.isEmpty()) {
                    all.add(Condition.custom(name));
                } else {
                    all.add(Condition.eq("type", "custom"));
                }
            }
            case "pageview" -> {
                if (!has("page")) {
                    all.add(Condition.eq("type", "pageview"));
                }
            }
            case "error" -> {
                if (!code) {
                    all.add(Condition.eq("type", "error"));
                }
            }
            case "failed" -> {
                all.add(Condition.eq("type", "request"));
                if (!code) {
                    all.add(Condition.compare("errorCode", Operator.GTE, "400"));
                }
            }
            case "rage", "dead" -> {
                all.add(Condition.eq("type", "click"));
                all.add(Condition.eq("name", type));
            }
            case "console.error", "console.warn" -> {
                all.add(Condition.eq("type", "console"));
                all.add(Condition.eq("name", type.substring(8)));
            }
            case "vital" -> {
                all.add(Condition.eq("type", "vital"));
                if (!name.isEmpty()) {
                    all.add(Condition.eq("name", name));
                }
            }
            case "any" -> {}
            default -> all.add(Condition.eq("type", type));
        }
        for (Condition detail : details) {
            all.add(type.equals("pageview") ? viewed(detail) : detail);
        }
        return Condition.and(all.toArray(Condition[]::new));
    }

    private static Condition viewed(Condition detail) {
        return switch (detail) {
            case Condition.Where where
            when where.field().equals("page") -> new Condition.Where("viewedPage", where.op(), where.values());
            case Condition.Any(List<Condition> any) ->
                new Condition.Any(any.stream().map(Frame::viewed).toList());
            case Condition.Not(Condition own) -> new Condition.Not(viewed(own));
            default -> detail;
        };
    }

    String label() {
        return switch (type) {
            case "custom" -> name.isEmpty() ? type : name;
            case "any" -> "event";
            case "failed" -> "failed request";
            case "rage", "dead" -> type + " click";
            case "vital" -> name.isEmpty() ? type : name;
            default -> type;
        };
    }

    /** All that it says: "at least 2 × pageview (/cart)". */
    String words() {
        return ConditionWords.times(count) + label() + detailed();
    }

    /** The events that are counted: "error events (TypeError)". */
    String events() {
        return (type.equals("any") ? "events" : label() + " events") + detailed();
    }

    private String detailed() {
        String more = ConditionWords.of(Condition.and(details.toArray(Condition[]::new)));
        return more.isEmpty() ? "" : " (" + more + ")";
    }
}
