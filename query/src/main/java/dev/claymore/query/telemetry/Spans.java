package dev.claymore.query.telemetry;

import dev.claymore.query.compile.SqlBuilder;
import dev.claymore.query.language.Range;

/** Conditions over the Collector's tables. */
final class Spans {

    /** Of one project, in one range; {@code Timestamp} is what days and the key's end hold. */
    static final String SCOPE = "projectId = {projectId:String}"
            + " AND Timestamp >= {from:DateTime64(3, 'UTC')} AND Timestamp < {to:DateTime64(3, 'UTC')}";

    private static final String NO_SESSION = "toUUID('00000000-0000-0000-0000-000000000000')";

    static final String HAS_SESSION = "sessionId != " + NO_SESSION;

    /** The session, NULL where there is none. */
    static final String SESSION = "nullIf(sessionId, " + NO_SESSION + ")";

    private Spans() {}

    static SqlBuilder scope(String projectId, Range range) {
        SqlBuilder sql = new SqlBuilder();
        sql.named("projectId", "String", projectId);
        sql.named("from", "DateTime64(3, 'UTC')", range.from());
        sql.named("to", "DateTime64(3, 'UTC')", range.to());
        return sql;
    }

    /** {@code AND column = value}, or nothing where the value is empty. */
    static String equal(SqlBuilder sql, String column, String value) {
        return value.isEmpty() ? "" : " AND " + column + " = " + sql.bind("String", value);
    }
}
