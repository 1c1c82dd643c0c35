package dev.claymore.query.guard;

import dev.claymore.query.guard.Tokens.Token;
import java.util.List;
import java.util.function.Consumer;

/** Walks over a statement that ClickHouse has formatted: no space between a function's name and its parenthesis. */
final class StatementText {

    private final List<Token> tokens;

    /** What the walk meets. */
    record Visitor(
            Consumer<String> word, Consumer<String> call, Consumer<String> quotedName, Consumer<String> parameter) {}

    StatementText(String text) {
        this.tokens = Tokens.of(text);
    }

    void walk(Visitor visitor) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean called = isCalled(i);
            switch (token.kind()) {
                case QUOTED_NAME -> visitor.quotedName().accept(called ? token.text() + "(" : token.text());
                case PARAMETER -> visitor.parameter().accept(token.text());
                case WORD -> (called ? visitor.call() : visitor.word()).accept(token.text());
                case TEXT, SIGN -> {}
            }
        }
    }

    private boolean isCalled(int i) {
        return i + 1 < tokens.size()
                && tokens.get(i + 1).is("(")
                && tokens.get(i + 1).start() == tokens.get(i).end();
    }
}
