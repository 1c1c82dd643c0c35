package dev.claymore.query.guard;

import dev.claymore.query.language.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ClickHouse's own parse tree of a statement, as {@code EXPLAIN AST} prints it: a node a line, a space of indent for each level. */
final class SyntaxTree {

    private static final Pattern LINE =
            Pattern.compile("( *)(\\S+)(?: (.*?))??(?: \\(alias (.*?)\\))?(?: \\(children (\\d+)\\))?");

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
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()
                    || matcher.group(1).length() > path.size()
                    || (root != null && matcher.group(1).isEmpty())) {
                throw unreadable();
            }
            while (path.size() > matcher.group(1).length()) {
                path.pop();
            }
            Node node = new Node(matcher.group(2), text(matcher.group(3)), text(matcher.group(4)), path.peek());
            if (path.isEmpty()) {
                root = node;
            } else {
                path.peek().children.add(node);
            }
            path.push(node);
            nodes.add(node);
            announced.add(matcher.group(5) == null ? 0 : Integer.parseInt(matcher.group(5)));
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

    private static String text(String group) {
        return group == null ? "" : group;
    }

    private static Refusal unreadable() {
        return new Refusal("sql_refused", "sql", "the statement has names or values that cannot be checked");
    }
}
