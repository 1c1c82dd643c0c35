package dev.claymore.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerComparisonTest {

    @Test
    void aNumberMayStandBesideOthersButNotInMoreRows() {
        assertThat(right("count", "scalar", "['n'],[[42]]", "['label','n'],[['all',42]]"))
                .isTrue();
        assertThat(right("count", "scalar", "['n'],[[42]]", "['n'],[['42']]")).isTrue();
        assertThat(right("count", "scalar", "['n'],[[42]]", "['n'],[[42],[43]]"))
                .isFalse();
        assertThat(right("count", "scalar", "['n'],[[42]]", "['n'],[[43]]")).isFalse();
        assertThat(right("count", "scalar", "['n'],[[42]]", "['n'],[]")).isFalse();
    }

    @Test
    void durationsMayComeInSecondsAndSharesInPercent() {
        assertThat(right("count", "scalar", "['averageMs'],[[90000]]", "['s'],[[90]]"))
                .isTrue();
        assertThat(right("count", "scalar", "['averageMs'],[[90000]]", "['min'],[[1.5]]"))
                .isTrue();
        assertThat(right("rate", "scalar", "['bounceRate'],[[0.25]]", "['p'],[[25]]"))
                .isTrue();
        assertThat(right("count", "scalar", "['visits'],[[90000]]", "['visits'],[[90]]"))
                .isFalse();
    }

    @Test
    void rowsAgreeWhateverTheirOrderAndTheirColumns() {
        String gold = "['country','n'],[['DE',2],['FR',1]]";
        assertThat(right("breakdown", "rows_unordered", gold, "['n','share','country'],[[1,0.3,'FR'],[2,0.6,'DE']]"))
                .isTrue();
        assertThat(right("breakdown", "rows_unordered", gold, "['country','n'],[['DE',1],['FR',2]]"))
                .isFalse();
        assertThat(right("breakdown", "rows_unordered", gold, "['country','n'],[['DE',2],['FR',1],['US',1]]"))
                .isFalse();
        assertThat(right("breakdown", "rows_unordered", gold, "['country'],[['DE'],['FR']]"))
                .isFalse();
    }

    @Test
    void aRankingKeepsItsOrderExceptAmongTies() {
        String gold = "['page','n'],[['/a',3],['/b',2],['/c',2]]";
        assertThat(right("top", "rows_ordered", gold, "['page','n'],[['/a',3],['/c',2],['/b',2]]"))
                .isTrue();
        assertThat(right("top", "rows_ordered", gold, "['page','n'],[['/b',2],['/a',3],['/c',2]]"))
                .isFalse();
    }

    @Test
    void theBestOfARankingIsItsFirstRow() {
        String gold = "['page','n'],[['/a',3]]";
        assertThat(right("top", "rows_ordered", gold, "['page','n'],[['/a',3],['/b',2]]"))
                .isTrue();
        assertThat(right("top", "rows_ordered", gold, "['page','n'],[['/b',2],['/a',3]]"))
                .isFalse();
    }

    @Test
    void emptyBucketsOfATrendDoNotMatter() {
        String gold = "['day','n'],[['2026-01-01',3],['2026-01-03',2]]";
        assertThat(
                        right(
                                "trend",
                                "rows_ordered",
                                gold,
                                "['day','n'],[['2026-01-01T00:00:00Z',3],['2026-01-02T00:00:00Z',0],['2026-01-03T00:00:00Z',2]]"))
                .isTrue();
        assertThat(right("trend", "rows_ordered", gold, "['day','n'],[['2026-01-01',3],['2026-01-02',2]]"))
                .isFalse();
    }

    @Test
    void comparedThingsMayStandInARowOrInAColumn() {
        String across = "['lastWeek','weekBefore'],[[5,7]]";
        assertThat(right("compare", "rows_unordered", across, "['week','n'],[['b',7],['a',5]]"))
                .isTrue();
        assertThat(right("compare", "rows_unordered", across, "['week','n'],[['b',7],['a',6]]"))
                .isFalse();
        String steps = "['reached'],[[9],[4],[4]]";
        assertThat(right("funnel", "rows_ordered", steps, "['a','b','c'],[[9,4,4]]"))
                .isTrue();
        assertThat(right("funnel", "rows_ordered", steps, "['a','b','c'],[[4,9,4]]"))
                .isFalse();
    }

    @Test
    void percentilesAgreeWithinOnePercent() {
        assertThat(right("percentile", "scalar", "['p75'],[[1000]]", "['p75'],[[1008]]"))
                .isTrue();
        assertThat(right("percentile", "scalar", "['p75'],[[1000]]", "['p75'],[[1018]]"))
                .isFalse();
        assertThat(right("count", "scalar", "['n'],[[1000]]", "['n'],[[1008]]")).isFalse();
    }

    @Test
    void sessionsAreComparedByTheirIds() {
        AnswerTable gold = table("['sessionId'],[['a'],['b']]");
        AnswerComparison set = new AnswerComparison("sessions", "session_ids", gold);
        assertThat(set.difference(List.of("b", "a"))).isEmpty();
        assertThat(set.difference(List.of("b"))).isPresent();
        assertThat(set.difference(List.of("a", "b", "c"))).isPresent();
        AnswerComparison list = new AnswerComparison("sessions", "rows_ordered", gold);
        assertThat(list.difference(List.of("a", "b"))).isEmpty();
        assertThat(list.difference(List.of("b", "a"))).isPresent();
    }

    private static boolean right(String kind, String match, String gold, String answer) {
        return new AnswerComparison(kind, match, table(gold))
                .difference(table(answer))
                .isEmpty();
    }

    /** @param text the names of columns and the rows, as JSON with single quotes */
    private static AnswerTable table(String text) {
        int end = text.indexOf("],[") + 1;
        String json = "{\"columns\":" + text.substring(0, end) + ",\"rows\":" + text.substring(end + 1) + "}";
        try {
            return AnswerTable.of(new ObjectMapper().readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
