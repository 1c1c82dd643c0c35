package dev.claymore.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ClickHouse says of a failure, cut to what a person needs: what was wrong, of which name, where, what was meant perhaps, and the name of the error.
 * ClickHouse adds the whole statement, as it was rewritten on its way, and all words that could have followed. The log has the text as it came.
 */
final class FailureText {

    static final int MAX_LENGTH = 300;

    private static final int MAX_EXPECTED = 60;

    private static final Pattern NOISE =
            Pattern.compile("\\bCode: \\d+\\. |DB::Exception: | \\(version [^)]*\\)| *\\(queryId= [^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[.\\s]{0,3}\\(([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\\)\\.?$");
    private static final Pattern SCOPE = Pattern.compile("[.:,]? [Ii]n scope ");
    private static final String MEANT = "Maybe you meant: [";
    private static final String NOTE = ": Note: ";
    private static final String EXPECTED = "Expected one of: ";

    private FailureText() {}

    static String shortened(String text) {
        String what = NOISE.matcher(text.strip()).replaceAll("").strip();
        String name = "";
        for (Matcher end = NAME.matcher(what); end.find(); end = NAME.matcher(what)) {
            name = " (" + end.group(1) + ")";
            what = what.substring(0, end.start());
        }
        String hint = "";
        int meant = what.lastIndexOf(MEANT);
        if (meant > 0 && what.endsWith("]")) {
            hint = ". " + what.substring(meant);
            what = what.substring(0, meant);
        }
        what = withoutScope(what);
        int expected = what.indexOf(EXPECTED);
        if (expected > 0 && what.length() - expected - EXPECTED.length() > MAX_EXPECTED) {
            what = what.substring(0, expected);
        }
        String told = cut(what.replaceFirst("[\\s.:,]+$", "") + hint, MAX_LENGTH - name.length());
        return told.isEmpty() ? name.strip() : told + name;
    }

    /** The statement comes last, but for a note on it. */
    private static String withoutScope(String what) {
        Matcher scope = SCOPE.matcher(what);
        if (!scope.find()) {
            return what;
        }
        int note = what.lastIndexOf(NOTE);
        return what.substring(0, scope.start()) + (note > scope.end() ? ". " + what.substring(note + 2) : "");
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = length - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
