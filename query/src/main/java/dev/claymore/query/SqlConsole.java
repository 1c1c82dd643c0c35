package dev.claymore.query;

import dev.claymore.query.guard.SqlGuard;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs hand-written SQL for one project: guarded, read-only, bounded. Safe for use by many threads. */
public final class SqlConsole {

    private final ClickHouse clickhouse;
    private final SqlGuard guard;
    private final ReadLimits limits;

    public SqlConsole(ClickHouse clickhouse) {
        this(clickhouse, ReadLimits.CONSOLE);
    }

    public SqlConsole(ClickHouse clickhouse, ReadLimits limits) {
        this.clickhouse = clickhouse;
        this.guard = new SqlGuard(clickhouse.database());
        this.limits = limits;
    }

    /**
     * Runs one SELECT over {@link SqlGuard#TABLES}.
     *
     * @param parameters values of {@code {name:Type}} placeholders; {@code projectId} is always that of the project
     */
    public Outcome<Result> run(String projectId, String sql, Map<String, ?> parameters) {
        return Problems.guard(false, () -> {
            Map<String, Object> bound = new HashMap<>(parameters);
            bound.keySet().forEach(SqlConsole::checkName);
            bound.put("projectId", projectId);
            Reader reader = clickhouse.reader(projectId, limits).handWritten();
            String checked = guard.check(reader, sql, bound);
            Rows rows = reader.query(checked, bound);
            List<Result.Column> columns = rows.columns().stream()
                    .map(column -> new Result.Column(column.name(), column.type(), "", "column"))
                    .toList();
            return new Result(columns, rows.rows(), sql, rows.stats());
        });
    }

    private static void checkName(String name) {
        if (!name.matches("\\w{1,64}")) {
            throw new Refusal(
                    "invalid_query", "parameters", "a parameter's name must be letters, digits and _, got: " + name);
        }
    }
}
