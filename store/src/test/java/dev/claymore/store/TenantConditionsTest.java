package dev.claymore.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantConditionsTest {

    private static final String OWN = "projectId = {projectId:String}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1",
                "SELECT count() FROM events WHERE OWN",
                "SELECT count() FROM claymore.events FINAL WHERE OWN AND type = 'a''b\\' OR' GROUP BY page ORDER BY page, type LIMIT 5",
                "SELECT page FROM events PREWHERE OWN WHERE (type = 'a' OR type = {t:Map(String, String)}['b'])",
                "SELECT a FROM (SELECT page AS a FROM events WHERE OWN) AS x WHERE a > 1 OR a < 0",
                "SELECT a FROM events INNER JOIN (SELECT sessionId FROM sessions FINAL WHERE OWN) AS j USING (sessionId) WHERE OWN AND b",
                "SELECT d FROM (SELECT x FROM sessions FINAL WHERE OWN) ARRAY JOIN range(0, 9) AS d, range(2) AS e GROUP BY d",
                "WITH own AS (SELECT sessionId FROM sessions WHERE OWN) SELECT 1 FROM own WHERE a IN (SELECT 1 FROM events WHERE OWN)",
                "SELECT events.text, count() AS events FROM events WHERE OWN HAVING events > 0",
                "SELECT 1 FROM events WHERE OWN UNION ALL SELECT 2 FROM sessions FINAL WHERE OWN AND a",
                "SELECT DISTINCT projectId FROM sessions WHERE OWN GROUP BY projectId",
            })
    void said_of_every_table(String sql) {
        assertThat(TenantConditions.hold(sql.replace("OWN", OWN))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT count() FROM events",
                "SELECT count() FROM events WHERE type = 'a' AND OWN",
                "SELECT count() FROM events WHERE OWN OR type = 'a'",
                "SELECT count() FROM events WHERE OWN AND type = 'a' OR 1",
                "SELECT count() FROM events WHERE OWN AND a ? b : c",
                "SELECT count() FROM events WHERE OWN = 0",
                "SELECT count() FROM events WHERE OWN != 'x'",
                "SELECT count() FROM events WHERE NOT OWN",
                "SELECT count() FROM events WHERE (OWN)",
                "SELECT count() FROM events WHERE projectId = {other:String}",
                "SELECT count() FROM events WHERE projectId = 'shop'",
                "SELECT count() FROM events HAVING OWN",
                "SELECT count() FROM events, sessions WHERE OWN",
                "SELECT count() FROM events AS a, sessions AS b WHERE OWN",
                "SELECT count() FROM events JOIN sessions USING (sessionId) WHERE OWN",
                "SELECT count() FROM (SELECT 1 AS projectId) AS x JOIN events ON 1 WHERE OWN",
                "SELECT count() FROM events WHERE OWN UNION ALL SELECT count() FROM events",
                "SELECT count() FROM events UNION ALL SELECT count() FROM events WHERE OWN",
                "SELECT count() FROM (SELECT 1 FROM events) WHERE OWN",
                "SELECT (SELECT count() FROM events) FROM events WHERE OWN",
                "SELECT count() FROM events WHERE OWN AND 1 IN (SELECT 1 FROM sessions)",
                "SELECT count() FROM events WHERE OWN AND 'a' IN session_tags",
                "SELECT {projectId:String} AS projectId FROM events WHERE OWN",
                "SELECT {projectId:String} projectId FROM events WHERE OWN",
                "WITH 'shop' AS projectId SELECT count() FROM events WHERE OWN",
                "SELECT 'shop' AS \"projectId\" FROM events WHERE OWN",
                "SELECT arrayMap(projectId -> 1, [1]) FROM events WHERE OWN",
                "SELECT count() FROM \"events\" WHERE 1",
                "SELECT count() FROM `events`",
                "SELECT count() FROM merge('claymore', 'events') WHERE OWN",
                "SELECT count() FROM events /* WHERE OWN */",
                "SELECT count() FROM events -- WHERE OWN",
                "SELECT count() FROM events # WHERE OWN",
                "SELECT ' FROM events WHERE OWN",
                "SELECT count() FROM events WHERE $$ $$ = '' AND OWN",
                "SELECT count() FROM events WHERE OWN SETTINGS additional_table_filters = {}",
                "SELECT count() FROM events WHERE OWN)",
                "SELECT count() FROM (SELECT 1 FROM events WHERE OWN",
                "SELECT count() FROM other.events",
                "SELECT count() FROM events e WHERE e.OWN",
            })
    void not_said_or_not_understood(String sql) {
        assertThat(TenantConditions.hold(sql.replace("OWN", OWN))).isFalse();
    }
}
