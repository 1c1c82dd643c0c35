package dev.claymore.analyst.answer;

import dev.claymore.query.Result;
import dev.claymore.query.language.ErrorGroupsQuery;
import dev.claymore.query.language.HeatmapQuery;
import dev.claymore.query.language.Order;
import dev.claymore.query.language.PathsQuery;
import dev.claymore.query.language.Query;
import dev.claymore.query.language.SessionsQuery;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far the rows of an answer go.
 *
 * @param whole they are all there are; else there may be more
 * @param total how many there are in all; null: not known, or no more than the rows
 * @param newest they are the newest
 */
record Extent(boolean whole, Long total, boolean newest) {

    static final Extent WHOLE = new Extent(true, null, false);

    private static final Pattern CUTS = Pattern.compile(
            "\\b(limit|offset|fetch|top)\\b(\\s+\\d{1,18}+(?!\\s*[^\\s;)]))?", Pattern.CASE_INSENSITIVE);

    static Extent of(Query query, Result result) {
        int rows = result.rows().size();
        return new Extent(
                switch (query) {
                    case PathsQuery paths -> rows < paths.limit();
                    case ErrorGroupsQuery errors -> rows < errors.limit();
                    case HeatmapQuery heatmap -> rows < heatmap.limit();
                    default -> result.nextCursor() == null;
                },
                null,
                query instanceof SessionsQuery sessions
                        && (sessions.orderBy().isEmpty()
                                || sessions.orderBy().getFirst().equals(Order.highest("createdAt"))));
    }

    /** Whole where no limit stands in the statement, or none that so many rows reach. */
    static Extent of(String sql, Result result) {
        Matcher cut = CUTS.matcher(sql);
        while (cut.find()) {
            String most = cut.group(2);
            if (!cut.group(1).equalsIgnoreCase("limit")
                    || most == null
                    || Long.parseLong(most.strip()) <= result.rows().size()) {
                return new Extent(false, null, false);
            }
        }
        return WHOLE;
    }

    Extent total(long all) {
        return new Extent(false, all, newest);
    }
}
