package dev.claymore.otel;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Web vitals by the conventions: each report of a vital of one page view carries the same id and how much it grew since the report before.
 * Not safe for use by many threads.
 */
final class WebVitals {

    /** Good up to the first, poor above the second: web.dev/articles/vitals. */
    private static final Map<String, double[]> RATINGS = Map.of(
            "lcp", new double[] {2_500, 4_000},
            "cls", new double[] {0.1, 0.25},
            "inp", new double[] {200, 500},
            "fid", new double[] {100, 300},
            "fcp", new double[] {1_800, 3_000},
            "ttfb", new double[] {800, 1_800});

    private static final int MAX_OPEN = 1_000;

    private record Report(String id, double value) {}

    private final Map<String, Report> reports = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Report> eldest) {
            return size() > MAX_OPEN;
        }
    };

    static boolean covers(EventRow event) {
        return event.text("kind").equals("vital")
                && RATINGS.containsKey(event.text("name").toLowerCase(Locale.ROOT));
    }

    /** Another page is seen in the window: its vitals are new ones. */
    void pageSeen(String windowId) {
        reports.keySet().removeIf(key -> key.startsWith(windowId + " "));
    }

    void describe(EventRow event, Attributes attributes) {
        String name = event.text("name").toLowerCase(Locale.ROOT);
        double value = event.decimal("value");
        String key = event.text("windowId") + " " + name;
        Report before = reports.get(key);
        Report now = new Report(before == null ? event.text("id") : before.id(), value);
        reports.put(key, now);
        double[] bounds = RATINGS.get(name);
        attributes
                .text("browser.web_vital.name", name)
                .decimal("browser.web_vital.value", value)
                .decimal("browser.web_vital.delta", before == null ? value : value - before.value())
                .text("browser.web_vital.id", now.id())
                .text(
                        "browser.web_vital.rating",
                        value <= bounds[0] ? "good" : value <= bounds[1] ? "needs-improvement" : "poor");
    }
}
