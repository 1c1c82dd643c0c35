package dev.claymore.analyst;

import dev.claymore.query.language.Condition;
import dev.claymore.query.language.PathsQuery;
import java.util.Locale;

/** The pages before and after a page. */
final class PathReader {

    private final Composer c;
    private final Meaning meaning;

    PathReader(Composer composer) {
        this.c = composer;
        this.meaning = composer.meaning;
    }

    Meaning read() {
        int mark = c.index(0, "next", "prev");
        int page = -1;
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "value") && c.item(i).arg().equals("page") && (page < 0 || page < mark)) {
                page = i;
            }
        }
        if (page >= 0 && mark >= 0 && way(c) >= 2) {
            return null;
        }
        if (mark < 0 || page < 0 || c.has("funnel", "retention") || (c.has("within") && c.index(0, "custom") >= 0)) {
            return null;
        }
        boolean pages =
                c.items.stream().anyMatch(item -> item.says("field", "page") || item.is("list") || item.is("top"))
                        || c.item(mark)
                                .text()
                                .toLowerCase(Locale.ROOT)
                                .matches(".*(page|go|come|came|lead|led|where|navigat|move|land|proceed|reach).*");
        if (!pages || (c.has("custom") && c.index(0, "custom") > page)) {
            return null;
        }
        boolean before = c.at(mark, "prev");
        Integer most = null;
        for (int i = 1; i < c.items.size(); i++) {
            if (c.item(i).says("field", "page")
                    && c.item(i - 1).says("number", "")) { // "which 3 pages come right before"
                most = (int) c.item(i - 1).number();
                c.use(i - 1);
                c.chip("limit", String.valueOf(most), i - 1);
            }
        }
        c.use(mark);
        c.use(page);
        for (int i = 0; i < c.items.size(); i++) {
            if (c.at(i, "next", "prev", "then", "field", "event")
                    && !(c.at(i, "field") && !c.item(i).arg().equals("page"))
                    && !(c.at(i, "event") && !c.item(i).arg().equals("pageview"))) {
                c.use(i);
            }
        }
        Asked asked = new Markers(c).read();
        Clauses clauses = c.clauses(0, c.items.size());
        c.left(clauses);
        Frame anchor = new Frame("pageview", "", page);
        anchor.details.add(c.item(page).condition());
        c.chip("step", (before ? "before " : "after ") + c.item(page).text(), page);
        Condition where = c.all(clauses, false, null);
        return meaning.as(
                new PathsQuery(
                        c.scope(where),
                        before ? PathsQuery.Direction.BEFORE : PathsQuery.Direction.AFTER,
                        anchor.pattern(),
                        1,
                        false,
                        most != null ? most : asked.limit != null ? asked.limit : 10),
                Shape.PATHS);
    }

    /** How many things a "from … to …" goes through. */
    static int way(Composer c) {
        int from = -1;
        int steps = 0;
        for (int i = 0; i < c.items.size(); i++) {
            Item item = c.items.get(i);
            if ((item.is("from")
                            && (c.at(i + 1, "custom", "event")
                                    || (c.at(i + 1, "value")
                                            && c.item(i + 1).arg().equals("page"))))
                    || (item.is("next") && item.text().toLowerCase(Locale.ROOT).contains("from"))) {
                from = from < 0 ? i : from;
            } else if (from >= 0
                    && (item.is("custom") || item.says("value", "page"))
                    && (steps == 0 || c.at(i - 1, "to", "then", "and", "on"))) {
                steps++;
            }
        }
        return from < 0 || c.items.stream().noneMatch(item -> item.is("to", "then")) ? 0 : steps;
    }
}
