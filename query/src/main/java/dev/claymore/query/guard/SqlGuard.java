package dev.claymore.query.guard;

import dev.claymore.query.guard.SyntaxTree.Node;
import dev.claymore.query.language.Refusal;
import dev.claymore.store.Reader;
import dev.claymore.store.Rows;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets hand-written SQL through when it only reads the tables of the product, by ClickHouse's own understanding of it. An allowlist: every
 * kind of node of the parse tree, every table and every function must be known to be harmless, because a read-only connection alone still
 * reads files, writes them, lifts the tenant's filter, waits and calls out.
 *
 * <p>What is checked is what runs: ClickHouse formats the statement first ({@code formatQuery}), which leaves one statement without comments;
 * that text is parsed, checked and executed. The names of functions are checked a second time in the text, because the printed tree
 * does not show everything that a statement has.
 *
 * <p>PREWHERE becomes WHERE: it would run before the filter that keeps projects apart, on rows of others that share a granule, and an error
 * or a division by zero would tell about them.
 */
public final class SqlGuard {

    public static final Set<String> TABLES = Set.of(
            "events",
            "sessions",
            "session_tags",
            "replay_events",
            "project_days",
            "ledger",
            "otel_traces",
            "otel_traces_trace_id_ts",
            "otel_logs",
            "otel_metrics_gauge",
            "otel_metrics_sum",
            "otel_metrics_histogram",
            "otel_metrics_exponential_histogram",
            "otel_metrics_summary",
            "trace_sessions");
    static final int MAX_LENGTH = 100_000;
    private static final Duration COLUMNS_FRESH = Duration.ofMinutes(1);

    private static final int MAX_APPROVED = 1_000;

    private static final Set<String> KINDS = Set.of(
            "SelectWithUnionQuery",
            "SelectIntersectExceptQuery",
            "SelectQuery",
            "ExpressionList",
            "Identifier",
            "TableIdentifier",
            "Literal",
            "Function",
            "Subquery",
            "WithElement",
            "TablesInSelectQuery",
            "TablesInSelectQueryElement",
            "TableExpression",
            "TableJoin",
            "ArrayJoin",
            "OrderByElement",
            "WindowDefinition",
            "WindowListElement",
            "InterpolateElement",
            "Asterisk",
            "QualifiedAsterisk",
            "ColumnsRegexpMatcher",
            "ColumnsListMatcher",
            "QualifiedColumnsRegexpMatcher",
            "QualifiedColumnsListMatcher",
            "ColumnsTransformerList",
            "ColumnsExceptTransformer",
            "ColumnsReplaceTransformer",
            "ColumnsReplaceTransformer::Replacement",
            "SampleRatio");
    private static final Map<String, String> REASONS = Map.of(
            "Set", "SETTINGS are not allowed",
            "ColumnsApplyTransformer", "APPLY is not allowed",
            "Explain", "only SELECT is allowed",
            "ParallelWithQuery", "only one SELECT is allowed");
    private static final String NO_TAIL = "FORMAT, SETTINGS and INTO OUTFILE are not allowed";
    private static final Pattern FORMAT = Pattern.compile("\\nFORMAT \\w+(\\n|$)");
    private static final Pattern IN = Pattern.compile("(global)?(not)?(null)?in(ignoreset)?");
    private static final Pattern CAST = Pattern.compile("_?cast|accuratecast.*|reinterpret");
    private static final Pattern AGGREGATE = Pattern.compile("'(\\w+)(\\([\\d., ]*\\))?'");
    private static final String STATE = "aggregatefunction";
    private static final Pattern IDENTIFIER_PARAMETER =
            Pattern.compile("\\{\\s*\\w+\\s*:\\s*Identifier\\s*}", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME = Pattern.compile("\\w+");
    private static final Pattern TABLE_NAME = Pattern.compile("\\w+(\\.\\w+)?");

    private final AllowedFunctions functions = AllowedFunctions.load();
    private final String database;
    private final PlainTables plainTables;
    private volatile long columnsReadAt = Long.MIN_VALUE;
    private volatile Set<String> refusedFunctions = Set.of();

    /** Statements that passed with these parameters, which the type of a cast may be one of, and the text that runs. */
    private final Map<Asked, String> approved = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, String> eldest) {
            return size() > MAX_APPROVED;
        }
    });

    private record Asked(String sql, Map<String, Object> parameters) {}

    public SqlGuard(String database) {
        this.database = database;
        this.plainTables = new PlainTables(database, TABLES);
    }

    /** The statement as it may run; throws {@link Refusal} saying what is refused and where. */
    public String check(Reader reader, String sql, Map<String, Object> parameters) {
        followColumns(reader);
        Asked asked = new Asked(sql, new HashMap<>(parameters));
        String known = approved.get(asked);
        if (known != null) {
            return known;
        }
        if (sql.isBlank() || sql.length() > MAX_LENGTH) {
            throw refused("must have 1 to " + MAX_LENGTH + " characters");
        }
        if (IDENTIFIER_PARAMETER.matcher(sql).find()) {
            throw refused("a parameter cannot stand for a name");
        }
        String text = reader.query("SELECT formatQuery({sql:String}) AS text", Map.of("sql", sql))
                .row(0)
                .text("text");
        if (FORMAT.matcher(text).find()) { // one that the client does not know breaks the look at the tree already
            throw refused(NO_TAIL);
        }
        text = Prewhere.toWhere(text);
        Node root = parsed(reader, text, parameters);
        if (!root.kind().equals("SelectWithUnionQuery")) {
            throw refused("only SELECT is allowed, not " + root.kind());
        }
        List<Node> nodes = root.all();
        Set<String> lambdas = new HashSet<>();
        nodes.stream()
                .filter(node -> node.kind().equals("Function") && node.name().equals("lambda"))
                .forEach(node -> lambdas.add(node.alias()));
        Set<String> tables = withAliases(existing(reader), nodes);
        Set<String> refused = refusedFunctions(reader);
        nodes.forEach(node -> {
            checkNode(sql, node, lambdas, tables);
            checkName(sql, node, refused);
            Growth.problem(node, lambdas).ifPresent(problem -> {
                throw refused(problem);
            });
        });
        Growth.problem(nodes, TABLES).ifPresent(problem -> {
            throw refused(problem);
        });
        checkText(sql, text, lambdas);
        String plain = plainTables.in(text);
        if (!plainTables.everywhere(nodes, parsed(reader, plain, parameters).all())) {
            throw refused("a table stands where it cannot be read by this console");
        }
        if (nodes.stream().filter(node -> node.kind().equals("TableIdentifier")).allMatch(this::ofProduct)) {
            approved.put(asked, plain);
        }
        return plain;
    }

    private static Node parsed(Reader reader, String text, Map<String, Object> parameters) {
        return SyntaxTree.parse(reader.query("EXPLAIN AST " + text, new HashMap<>(parameters)).rows().stream()
                .map(row -> String.valueOf(row.getFirst()))
                .flatMap(String::lines)
                .toList());
    }

    /** A column that another server has added since is one more that must be plain. */
    private void followColumns(Reader reader) {
        long now = System.nanoTime();
        if (columnsReadAt == Long.MIN_VALUE || now - columnsReadAt > COLUMNS_FRESH.toNanos()) {
            if (plainTables.refresh(reader)) {
                approved.clear();
            }
            columnsReadAt = now;
        }
    }

    private void checkNode(String sql, Node node, Set<String> lambdas, Set<String> existing) {
        if (!KINDS.contains(node.kind())) {
            throw refused(
                    REASONS.getOrDefault(node.kind(), "this part of the statement is not allowed: " + node.kind()));
        }
        switch (node.kind()) {
            case "SelectWithUnionQuery" -> {
                if (node.children().size() != 1) {
                    throw refused(NO_TAIL);
                }
            }
            case "TableIdentifier" -> checkTable(sql, node.name(), existing);
            case "Function" -> {
                if (node.isChildOf("TableExpression")) {
                    throw refusedAt(sql, node.name(), "table function " + node.name() + "() is not allowed");
                }
                checkFunction(sql, node.name(), lambdas);
                if (CAST.matcher(node.name().toLowerCase(Locale.ROOT)).matches()) {
                    checkCast(sql, node);
                }
                if (node.name().toLowerCase(Locale.ROOT).startsWith("arrayreduce")) {
                    checkAggregate(sql, node);
                }
                if (isIn(node)) {
                    checkSet(sql, node, existing);
                }
            }
            default -> {}
        }
    }

    /**
     * A bare name may be a function where a lambda is expected ({@code arrayMap(file, ...)}), and names that begin with an underscore are virtual
     * columns, which tell about the rows of all projects.
     */
    private static void checkName(String sql, Node node, Set<String> refusedFunctions) {
        if (!node.kind().equals("Identifier")) {
            return;
        }
        String name = node.name();
        if (name.startsWith("_") || name.contains("._")) {
            throw refusedAt(sql, name, "names that begin with _ are not allowed: " + name);
        }
        boolean mayBeCalled = node.isArgument() || !node.alias().isEmpty();
        if (mayBeCalled && refusedFunctions.contains(name.toLowerCase(Locale.ROOT))) {
            throw refusedAt(sql, name, "function " + name + " is not allowed");
        }
    }

    /** The functions ClickHouse has and nobody may call, in lower case; asked once. */
    private Set<String> refusedFunctions(Reader reader) {
        Set<String> known = refusedFunctions;
        if (known.isEmpty()) {
            Set<String> names = new HashSet<>();
            reader.query("SELECT name FROM system.functions", Map.of()).rows().stream()
                    .map(row -> String.valueOf(row.getFirst()))
                    .filter(name -> !functions.contains(name))
                    .forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
            known = Set.copyOf(names);
            refusedFunctions = known;
        }
        return known;
    }

    private boolean ofProduct(Node table) {
        return TABLES.contains(table.name());
    }

    /** A plain name that is no table of the database can only be a common table expression of the statement. */
    private void checkTable(String sql, String name, Set<String> existing) {
        String own = database + ".";
        String plain = name.startsWith(own) ? name.substring(own.length()) : name;
        boolean known = TABLES.contains(plain) || (!name.contains(".") && !existing.contains(name));
        if (!known || !TABLE_NAME.matcher(name).matches()) {
            throw refusedAt(
                    sql,
                    name,
                    "table " + name + " is not allowed; there are "
                            + String.join(", ", TABLES.stream().sorted().toList()));
        }
    }

    private void checkFunction(String sql, String name, Set<String> lambdas) {
        if (!NAME.matcher(name).matches() || !(functions.contains(name) || lambdas.contains(name))) {
            throw refusedAt(sql, name, "function " + name + "() is not allowed");
        }
    }

    /** {@code x IN name} reads a table when there is one of this name. */
    private void checkSet(String sql, Node in, Set<String> existing) {
        List<Node> arguments = in.arguments();
        if (arguments.size() == 2 && arguments.get(1).kind().equals("Identifier")) {
            String name = arguments.get(1).name();
            if (name.contains(".") || existing.contains(name)) {
                throw refusedAt(sql, name, "IN " + name + " is not allowed: write IN (SELECT ... FROM ...)");
            }
        }
    }

    /** The aggregate function is a text there. */
    private void checkAggregate(String sql, Node call) {
        List<Node> arguments = call.arguments();
        Matcher name = arguments.isEmpty() || !arguments.getFirst().kind().equals("Literal")
                ? null
                : AGGREGATE.matcher(arguments.getFirst().name());
        if (name == null || !name.matches() || !functions.aggregates(name.group(1))) {
            throw refusedAt(
                    sql,
                    call.name(),
                    "the aggregate function of " + call.name() + "() must be written out and allowed");
        }
    }

    /** Bytes that are taken for the state of an aggregate function are trusted by ClickHouse: made up ones can bring it down. */
    private static void checkCast(String sql, Node cast) {
        List<Node> arguments = cast.arguments();
        if (arguments.size() < 2 || !arguments.get(1).kind().equals("Literal")) {
            throw refusedAt(sql, cast.name(), "the type of " + cast.name() + "() must be written out");
        }
        if (isState(arguments.get(1).name())) {
            throw refusedAt(sql, cast.name(), "nothing can be cast to the state of an aggregate function");
        }
    }

    static boolean isIn(Node node) {
        return node.kind().equals("Function")
                && IN.matcher(node.name().toLowerCase(Locale.ROOT)).matches();
    }

    private static boolean isState(String type) {
        return type.toLowerCase(Locale.ROOT).contains(STATE);
    }

    private void checkText(String sql, String text, Set<String> lambdas) {
        new StatementText(text)
                .walk(new StatementText.Visitor(
                        word -> {
                            if (word.equals("APPLY") || word.equalsIgnoreCase("PREWHERE")) {
                                throw refused(word + " is not allowed here");
                            }
                        },
                        call -> {
                            if (!call.equals("COLUMNS")) {
                                checkFunction(sql, call, lambdas);
                            }
                        },
                        name -> {
                            if (name.contains("\\") || name.endsWith("(")) {
                                throw refusedAt(sql, name, "this name cannot be checked: " + name);
                            }
                        },
                        parameter -> {
                            if (isState(parameter)) {
                                throw refusedAt(
                                        sql, parameter, "no parameter can be the state of an aggregate function");
                            }
                            if (parameter.toLowerCase(Locale.ROOT).contains("identifier")) {
                                throw refusedAt(sql, parameter, "a parameter cannot stand for a name: " + parameter);
                            }
                        }));
    }

    /** All tables and views of the database. */
    private Set<String> existing(Reader reader) {
        Rows rows = reader.query(
                "SELECT name FROM system.tables WHERE database = {database:String}", Map.of("database", database));
        Set<String> names = new HashSet<>();
        rows.rows().forEach(row -> names.add(String.valueOf(row.getFirst())));
        return names;
    }

    /** The tables, and the names that stand for them, of which IN and FROM find the table. */
    private Set<String> withAliases(Set<String> tables, List<Node> nodes) {
        Set<String> known = new HashSet<>(tables);
        List<Node> renamed = nodes.stream()
                .filter(node ->
                        node.kind().equals("Identifier") && !node.alias().isEmpty())
                .toList();
        for (boolean more = true; more; ) {
            more = false;
            for (Node node : renamed) {
                String name = node.name().startsWith(database + ".")
                        ? node.name().substring(database.length() + 1)
                        : node.name();
                more |= known.contains(name) && known.add(node.alias());
            }
        }
        return known;
    }

    private static Refusal refused(String message) {
        return new Refusal("sql_refused", "sql", message);
    }

    private static Refusal refusedAt(String sql, String name, String message) {
        int at = sql.toLowerCase(Locale.ROOT).indexOf(name.toLowerCase(Locale.ROOT));
        if (at < 0) {
            return refused(message);
        }
        long line = sql.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
        int column = at - sql.lastIndexOf('\n', at - 1);
        return refused(message + " (line " + line + ", column " + column + ")");
    }
}
