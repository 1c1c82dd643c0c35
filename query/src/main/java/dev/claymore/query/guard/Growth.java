package dev.claymore.query.guard;

import dev.claymore.query.guard.SyntaxTree.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds what a short statement may grow to while ClickHouse analyses it, which no limit of time or memory watches: a named lambda is put in wherever it is called, a
 * common table expression wherever it is named, a subquery inside an expression is analysed twice (the ones inside it four times), and a type that holds itself
 * twice doubles with each level. And what it may make out of nothing: searches in long texts cannot be stopped half way.
 */
final class Growth {

    private static final int MAX_SUBQUERIES_IN_EXPRESSIONS = 5;
    private static final int MAX_SUBQUERIES = 10;
    private static final int MAX_LAMBDAS = 6;
    private static final long MAX_COPIES = 256;
    private static final int MAX_LENGTH = 10_000;
    private static final int MAX_ELEMENTS = 100;

    /** Each element of the one is looked for among all of the other, and nothing stops that half way. */
    private static final Set<String> COMPARE_ALL = Set.of("hasall", "hasany");

    private static final Set<String> MAKE_TEXTS =
            Set.of("repeat", "space", "leftpad", "leftpadutf8", "rightpad", "rightpadutf8");

    private static final Pattern NUMBER = Pattern.compile("UInt64_(\\d{1,9})");

    private Growth() {}

    /**
     * @param lambdas names of lambdas
     * @return what is wrong with this node
     */
    static Optional<String> problem(Node node, Set<String> lambdas) {
        if (node.kind().equals("Subquery")) {
            if (node.ancestors().filter(Growth::isSubquery).count() >= MAX_SUBQUERIES) {
                return Optional.of("subqueries nest at most " + MAX_SUBQUERIES + " deep");
            }
            if (inExpression(node)
                    && node.ancestors().filter(Growth::inExpression).count() >= MAX_SUBQUERIES_IN_EXPRESSIONS) {
                return Optional.of(
                        "subqueries inside expressions nest at most " + MAX_SUBQUERIES_IN_EXPRESSIONS + " deep");
            }
        }
        boolean calls = isCall(node, lambdas);
        if (calls && node.ancestors().anyMatch(above -> isCall(above, lambdas) || isNamed(above))) {
            return Optional.of(
                    "a named lambda cannot be called inside another, or inside its own arguments: " + node.name());
        }
        if (takesLambda(node, lambdas)
                && node.ancestors().filter(above -> takesLambda(above, lambdas)).count() >= MAX_LAMBDAS) {
            return Optional.of("functions that take lambdas nest at most " + MAX_LAMBDAS + " deep");
        }
        if (node.kind().equals("Function")
                && COMPARE_ALL.contains(node.name().toLowerCase(Locale.ROOT))
                && node.arguments().stream().noneMatch(Growth::isShortArray)) {
            return Optional.of("one of the arrays of " + node.name() + "() must be written out, with at most "
                    + MAX_ELEMENTS + " elements");
        }
        boolean makesText = node.kind().equals("Function")
                && MAKE_TEXTS.contains(node.name().toLowerCase(Locale.ROOT));
        return makesText && !isShort(node)
                ? Optional.of("the length of " + node.name() + "() must be a number up to " + MAX_LENGTH)
                : Optional.empty();
    }

    /** How often parts of it would be put in, if each common table expression named no others than the one before it. */
    static Optional<String> problem(List<Node> nodes, Set<String> tables) {
        long copies = 1;
        for (Node node : nodes) {
            if (node.kind().equals("WithElement")) {
                copies *= Math.max(1, references(node, tables));
            }
            if (copies > MAX_COPIES) {
                return Optional.of(
                        "common table expressions that name each other several times would be put in more than "
                                + MAX_COPIES + " times");
            }
        }
        return Optional.empty();
    }

    /** Tables behind FROM, and bare names behind IN, that can only be common table expressions. */
    private static long references(Node expression, Set<String> tables) {
        return expression.all().stream()
                .filter(node -> isUnknownTable(node, tables) || hasNameBehind(node))
                .count();
    }

    private static boolean isUnknownTable(Node node, Set<String> tables) {
        return node.kind().equals("TableIdentifier") && !tables.contains(node.name());
    }

    private static boolean hasNameBehind(Node node) {
        return SqlGuard.isIn(node)
                && node.arguments().size() == 2
                && node.arguments().get(1).kind().equals("Identifier");
    }

    private static boolean isSubquery(Node node) {
        return node.kind().equals("Subquery");
    }

    private static boolean inExpression(Node node) {
        return isSubquery(node) && !node.isChildOf("TableExpression") && !node.isChildOf("WithElement");
    }

    private static boolean isCall(Node node, Set<String> lambdas) {
        return node.kind().equals("Function")
                && !node.name().equals("lambda")
                && !node.name().isEmpty()
                && lambdas.contains(node.name());
    }

    private static boolean isNamed(Node node) {
        return isLambda(node) && !node.alias().isEmpty();
    }

    private static boolean isLambda(Node node) {
        return node.kind().equals("Function") && node.name().equals("lambda");
    }

    /** A lambda that is written there, or the name of one. */
    private static boolean takesLambda(Node node, Set<String> lambdas) {
        return node.kind().equals("Function")
                && node.arguments().stream()
                        .anyMatch(argument -> isLambda(argument)
                                || (argument.kind().equals("Identifier")
                                        && !argument.name().isEmpty()
                                        && lambdas.contains(argument.name())));
    }

    private static boolean isShortArray(Node node) {
        if (node.kind().equals("Function")) {
            return node.name().equals("array") && node.arguments().size() <= MAX_ELEMENTS;
        }
        return node.kind().equals("Literal")
                && node.name().startsWith("Array_")
                && node.name().chars().filter(c -> c == ',').count() < MAX_ELEMENTS;
    }

    private static boolean isShort(Node call) {
        List<Node> arguments = call.arguments();
        int place = call.name().equalsIgnoreCase("space") ? 0 : 1;
        if (arguments.size() <= place || !arguments.get(place).kind().equals("Literal")) {
            return false;
        }
        Matcher number = NUMBER.matcher(arguments.get(place).name());
        return number.matches() && Integer.parseInt(number.group(1)) <= MAX_LENGTH;
    }
}
