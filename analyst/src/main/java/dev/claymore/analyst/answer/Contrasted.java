package dev.claymore.analyst.answer;

import dev.claymore.analyst.story.Contrast;
import dev.claymore.analyst.story.Contrast.Example;
import dev.claymore.analyst.story.Contrast.Finding;
import dev.claymore.query.Result;
import dev.claymore.query.Result.Column;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A contrast as rows: what sets those who left apart, the surest first. */
final class Contrasted {

    private static final List<Column> COLUMNS = List.of(
            new Column("trait", "String", "", "dimension"),
            new Column("value", "String", "", "dimension"),
            new Column("left", "UInt64", "count", "metric"),
            new Column("stayed", "UInt64", "count", "metric"),
            new Column("leaveRate", "Float64", "share", "metric"),
            new Column("othersRate", "Float64", "share", "metric"));

    private Contrasted() {}

    static Result rows(Contrast contrast) {
        List<List<Object>> rows = contrast.findings().stream()
                .map(finding -> List.<Object>of(
                        Sentences.words(finding.kind()),
                        Wording.named(finding.kind(), finding.value()),
                        finding.leftWith(),
                        finding.stayedWith(),
                        finding.leaveRateWith(),
                        finding.leaveRateWithout()))
                .toList();
        return new Result(COLUMNS, rows, contrast.sql(), contrast.stats());
    }

    static Chart chart() {
        return new Chart("table", "value", List.of(), null, "");
    }

    /** Sessions of those who left, of the surest finding first, each from its beginning. */
    static Map<String, String> examples(Contrast contrast) {
        Map<String, String> ids = new LinkedHashMap<>();
        for (Finding finding : contrast.findings()) {
            for (Example example : finding.sessions()) {
                ids.putIfAbsent(example.sessionId(), null);
            }
        }
        return ids;
    }
}
