package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.Operator;
import java.util.ArrayList;
import java.util.List;

/** How far the conditions of a question have been read: what is said already, and what the words before leave open for those to come. */
final class ClauseState {

    final List<Item> items;
    final List<Frame> frames = new ArrayList<>();
    final List<Attribute> attributes = new ArrayList<>();
    /** What could not be placed. */
    final List<Item> left = new ArrayList<>();

    boolean excluding;
    boolean doubled;
    Frame open;
    boolean negated;
    boolean or;
    boolean joined;
    boolean commaOnly;
    boolean negatedBefore;
    Operator comparison;
    Integer count;
    Operator countOp;
    Double pendingNumber;
    Item pendingNumberItem;
    Condition pendingPage;
    Item pendingPageItem;
    String pendingMetric;

    ClauseState(List<Item> items) {
        this.items = items;
    }

    /** What is being described, or was last. */
    Frame latest() {
        return open != null ? open : frames.isEmpty() ? null : frames.getLast();
    }
}
