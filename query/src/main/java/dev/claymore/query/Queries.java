package dev.claymore.query;

import dev.claymore.query.language.Interval;
import dev.claymore.store.ClickHouse;
import dev.claymore.store.ReadLimits;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers semantic queries. Safe for use by many threads. */
public final class Queries {

    private static final int MAX_FILLED_BUCKETS = 5_000;

    private final ClickHouse clickhouse;
    private final SemanticModel model = SemanticModel.load();

    public Queries(ClickHouse clickhouse) {
        this.clickhouse = clickhouse;
    }

    public SemanticModel model() {
        return model;
    }

    /** Answers for one project; a trend without dimensions has a row for every bucket of the range. */
    public Outcome<Result> run(String projectId, SemanticQuery query) {
        return Problems.guard(true, () -> {
            QueryCompiler.Compiled compiled = QueryCompiler.compile(model, projectId, query);
            Reader reader = clickhouse.reader(projectId, ReadLimits.PRODUCT);
            Rows rows = reader.query(compiled.sql(), compiled.values().parameters());
            List<List<Object>> filled = compiled.interval() != Interval.NONE
                            && query.dimensions().isEmpty()
                            && query.orderBy().isEmpty()
                    ? fill(query, compiled, rows.rows())
                    : rows.rows();
            return new Result(columns(rows, compiled), filled, compiled.values().show(compiled.sql()), rows.stats());
        });
    }

    private static List<Result.Column> columns(Rows rows, QueryCompiler.Compiled compiled) {
        List<Result.Column> columns = new ArrayList<>();
        int dimensions = (compiled.interval() == Interval.NONE ? 0 : 1)
                + compiled.dimensions().size();
        for (int i = 0; i < rows.columns().size(); i++) {
            Rows.Column column = rows.columns().get(i);
            String role = i >= dimensions ? "metric" : column.name().equals("time") ? "time" : "dimension";
            String unit =
                    i >= dimensions ? compiled.metrics().get(i - dimensions).unit() : "";
            columns.add(new Result.Column(column.name(), column.type(), unit, role));
        }
        return columns;
    }

    private static List<List<Object>> fill(
            SemanticQuery query, QueryCompiler.Compiled compiled, List<List<Object>> rows) {
        Map<Object, List<Object>> byTime =
                rows.stream().collect(Collectors.toMap(List::getFirst, Function.identity(), (a, b) -> a));
        List<List<Object>> filled = new ArrayList<>();
        ZonedDateTime bucket = compiled.interval().floor(query.from(), query.timezone());
        while (bucket.toInstant().isBefore(query.to()) && filled.size() < Math.min(query.limit(), MAX_FILLED_BUCKETS)) {
            String time = bucket.toInstant().toString();
            List<Object> empty = new ArrayList<>(List.of(time));
            compiled.metrics().forEach(metric -> empty.add(metric.unit().equals("count") ? 0 : null));
            filled.add(byTime.getOrDefault(time, empty));
            bucket = compiled.interval().next(bucket);
        }
        return filled;
    }
}
