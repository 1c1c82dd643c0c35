package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.Set;

/** What holds for the session or its person: one field after the other, alternatives together. */
final class AttributeBuilder {

    private final ClauseState s;

    AttributeBuilder(ClauseState state) {
        this.s = state;
    }

    void add(String field, Condition condition, Item item, int i) {
        Attribute last = s.attributes.isEmpty() ? null : s.attributes.getLast();
        boolean same = last != null
                && last.field().equals(field)
                && last.condition() instanceof Condition.Where
                && condition instanceof Condition.Where
                && (s.joined || last.at() == i - 1)
                && adjacent(last.at(), i)
                && comparable(condition);
        if (same
                && s.joined
                && last.at() > 0
                && s.items.get(last.at() - 1).text().equalsIgnoreCase("both")) {
            s.left.add(s.items.get(last.at() - 1)); // "on both mobile and desktop": nobody is both in one session
        }
        if (same) {
            Condition.Where where = (Condition.Where) last.condition();
            s.attributes.set(
                    s.attributes.size() - 1,
                    new Attribute(
                            field,
                            FrameBuilder.either(where, condition),
                            last.negated(),
                            last.or(),
                            i,
                            last.text() + ", " + item.text()));
        } else {
            boolean own = s.negated && (s.open == null || !s.open.negated || s.joined);
            s.attributes.add(new Attribute(field, condition, own, s.or, i, item.text()));
            if (own && s.open == null) {
                s.negatedBefore = true;
                s.negated = false;
            } else if (!own) {
                s.negatedBefore = false;
            }
        }
        if (s.open == null) {
            s.joined = false;
            s.or = false;
        }
    }

    private static boolean comparable(Condition condition) {
        return condition instanceof Condition.Where where
                && !Set.of("gt", "gte", "lt", "lte").contains(where.op().wire());
    }

    private boolean adjacent(int a, int b) {
        for (int k = a + 1; k < b; k++) {
            if (!s.items.get(k).is("and", "or", "comma", "from", "on", "neg", "of", "vs", "with", "who")) {
                return false;
            }
        }
        return true;
    }

    /** "without a campaign", "with a release": a field that is empty or is not. */
    int field(int i) {
        Item item = s.items.get(i);
        if (s.doubled
                || (s.negated && s.excluding)) { // "leave out sessions without a campaign", "excluding empty campaigns"
            s.attributes.add(new Attribute(
                    item.arg(), Condition.compare(item.arg(), Operator.EXISTS), false, s.or, i, "with " + item.text()));
            s.negated = false;
            s.doubled = false;
        } else if (s.negated) {
            s.attributes.add(new Attribute(
                    item.arg(), Condition.compare(item.arg(), Operator.EXISTS), true, s.or, i, "no " + item.text()));
            s.negated = false;
        } else if (i > 0 && s.items.get(i - 1).is("with")) {
            s.attributes.add(new Attribute(
                    item.arg(), Condition.compare(item.arg(), Operator.EXISTS), false, s.or, i, "with " + item.text()));
        } else {
            s.left.add(item);
        }
        return i;
    }
}
