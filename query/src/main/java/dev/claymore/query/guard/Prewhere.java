package dev.claymore.query.guard;

import dev.claymore.query.guard.Tokens.Token;
import java.util.List;

/**
 * Makes WHERE of PREWHERE in a statement that ClickHouse has formatted. With FINAL the two mean the same on the columns of a key and WHERE
 * is right on all others; what comes out is parsed and checked like any statement, so a mistake here can only refuse one.
 */
final class Prewhere {

    private Prewhere() {}

    static String toWhere(String statement) {
        String text = statement;
        List<Token> tokens = Tokens.of(text);
        for (int from = find(tokens, 0); from >= 0; from = find(tokens, from)) {
            int end = expressionEnd(tokens, from + 1);
            String condition = "WHERE (" + between(text, tokens, from + 1, end) + ")";
            if (end < tokens.size() && Tokens.isKeyword(tokens, end, "WHERE")) {
                int second = end + 1;
                end = expressionEnd(tokens, second);
                condition += " AND (" + between(text, tokens, second, end) + ")";
            }
            text = text.substring(0, tokens.get(from).start()) + condition + "\n"
                    + text.substring(start(text, tokens, end));
            tokens = Tokens.of(text);
        }
        return text;
    }

    private static int find(List<Token> tokens, int from) {
        for (int i = from; i < tokens.size(); i++) {
            if (Tokens.isKeyword(tokens, i, "PREWHERE")) {
                return i;
            }
        }
        return -1;
    }

    /** Where the expression ends that begins here: at the next clause, or the end of the SELECT. */
    private static int expressionEnd(List<Token> tokens, int from) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(") || token.is("[")) {
                depth++;
            } else if (token.is(")") || token.is("]")) {
                if (--depth < 0) {
                    return i;
                }
            } else if (depth == 0 && Tokens.isClause(tokens, i)) {
                return i;
            }
        }
        return tokens.size();
    }

    private static String between(String text, List<Token> tokens, int from, int to) {
        return text.substring(start(text, tokens, from), start(text, tokens, to))
                .strip();
    }

    private static int start(String text, List<Token> tokens, int at) {
        return at < tokens.size() ? tokens.get(at).start() : text.length();
    }
}
