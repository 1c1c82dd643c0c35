package dev.claymore.query.guard;

import dev.claymore.query.guard.SyntaxTree.Node;
import java.util.Optional;
import java.util.Set;

/**
 * Bounds what a short statement may grow to while ClickHouse analyses it, which no limit of time or memory watches: a named lambda is put in
 * wherever it is called, and a subquery inside an expression is analysed twice, the ones inside it four times.
 */
final class Growth {

    private static final int MAX_SUBQUERIES_IN_EXPRESSIONS = 5;

    private Growth() {}

    /**
     * @param lambdas names of lambdas
     * @return what is wrong with this node
     */
    static Optional<String> problem(Node node, Set<String> lambdas) {
        boolean subquery = node.kind().equals("Subquery") && inExpression(node);
        if (subquery && node.ancestors().filter(Growth::inExpression).count() >= MAX_SUBQUERIES_IN_EXPRESSIONS) {
            return Optional.of("subqueries inside expressions nest at most " + MAX_SUBQUERIES_IN_EXPRESSIONS + " deep");
        }
        boolean calls = isCall(node, lambdas);
        if (calls && node.ancestors().anyMatch(above -> isCall(above, lambdas) || isNamed(above))) {
            return Optional.of(
                    "a named lambda cannot be called inside another, or inside its own arguments: " + node.name());
        }
        return Optional.empty();
    }

    private static boolean inExpression(Node node) {
        return node.kind().equals("Subquery") && !node.isChildOf("TableExpression") && !node.isChildOf("WithElement");
    }

    private static boolean isCall(Node node, Set<String> lambdas) {
        return node.kind().equals("Function")
                && !node.name().equals("lambda")
                && lambdas.contains(node.name())
                && !node.name().isEmpty();
    }

    private static boolean isNamed(Node node) {
        return node.kind().equals("Function")
                && node.name().equals("lambda")
                && !node.alias().isEmpty();
    }
}
