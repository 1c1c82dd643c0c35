package dev.claymore.query.guard;

import dev.claymore.query.language.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** ClickHouse's own parse tree of a statement, as {@code EXPLAIN AST} prints it: a node a line, a space of indent for each level. */
final class SyntaxTree {

    private static final Pattern CHILDREN = Pattern.compile(" \\(children (\\d{1,9})\\)$");

    private static final String ALIAS = " (alias ";

    /** The kind is as Function or TableIdentifier; the name what stands behind it: of a function or a table, or a literal's value. */
    static final class Node {
        private final String kind;
        private final String name;
        private final String alias;
        private final Node parent;
        private final List<Node> children = new ArrayList<>();

        private Node(String kind, String name, String alias, Node parent) {
            this.kind = kind;
            this.name = name;
            this.alias = alias;
            this.parent = parent;
        }

        String kind() {
            return kind;
        }

        String name() {
            return name;
        }

        String alias() {
            return alias;
        }

        List<Node> children() {
            return children;
        }

        boolean isChildOf(String parentKind) {
            return parent != null && parent.kind.equals(parentKind);
        }

        /** Whether a function is given it. */
        boolean isArgument() {
            return isChildOf("ExpressionList") && parent.isChildOf("Function");
        }

        /** What a function is given. */
        List<Node> arguments() {
            return children.isEmpty() ? List.of() : children.getFirst().children;
        }

        /** From the one above it to the root. */
        Stream<Node> ancestors() {
            return Stream.iterate(parent, Objects::nonNull, above -> above.parent);
        }

        /** This node and all below it. */
        List<Node> all() {
            List<Node> all = new ArrayList<>();
            all.add(this);
            children.forEach(child -> all.addAll(child.all()));
            return all;
        }
    }

    private SyntaxTree() {}

    /** @throws Refusal when the lines are not a tree, as a name with a line break in it would make them */
    static Node parse(List<String> lines) {
        Deque<Node> path = new ArrayDeque<>();
        List<Integer> announced = new ArrayList<>();
        List<Node> nodes = new ArrayList<>();
        Node root = null;
        for (String line : lines) {
            int depth = depth(line);
            if (depth == line.length() || depth > path.size() || (root != null && depth == 0)) {
                throw unreadable();
            }
            while (path.size() > depth) {
                path.pop();
            }
            Matcher children = CHILDREN.matcher(line).region(Math.max(0, line.lastIndexOf(" (")), line.length());
            boolean counted = children.find();
            Node node = node(line.substring(depth, counted ? children.start() : line.length()), path.peek());
            if (path.isEmpty()) {
                root = node;
            } else {
                path.peek().children.add(node);
            }
            path.push(node);
            nodes.add(node);
            announced.add(counted ? Integer.parseInt(children.group(1)) : 0);
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).children.size() != announced.get(i)) {
                throw unreadable();
            }
        }
        if (root == null) {
            throw unreadable();
        }
        return root;
    }

    private static int depth(String line) {
        int depth = 0;
        while (depth < line.length() && line.charAt(depth) == ' ') {
            depth++;
        }
        return depth;
    }

    /** The kind up to the first blank, then the name, then the alias. */
    private static Node node(String text, Node parent) {
        int space = text.indexOf(' ');
        String kind = space < 0 ? text : text.substring(0, space);
        int alias = text.endsWith(")") ? text.indexOf(ALIAS, kind.length()) : -1;
        int nameEnd = alias < 0 ? text.length() : alias;
        String name = nameEnd > kind.length() ? text.substring(kind.length() + 1, nameEnd) : "";
        return new Node(kind, name, alias < 0 ? "" : text.substring(alias + ALIAS.length(), text.length() - 1), parent);
    }

    private static Refusal unreadable() {
        return new Refusal("sql_refused", "sql", "the statement has names or values that cannot be checked");
    }
}
