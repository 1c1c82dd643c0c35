package dev.claymore.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An error in ClickHouse's own terms: its number, and its text {@code Code: N. DB::Exception: … (NAME)}. */
final class QueryException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("^Code: (\\d+)\\.");

    private final int code;

    private QueryException(int code, String text) {
        super(text, null, false, false);
        this.code = code;
    }

    /** From the text of an error of the engine. */
    static QueryException of(String text) {
        Matcher matcher = CODE.matcher(text);
        return matcher.find()
                ? new QueryException(Integer.parseInt(matcher.group(1)), text)
                : of(ErrorCode.UNKNOWN_EXCEPTION, text.isBlank() ? "The engine reported no reason" : text);
    }

    static QueryException of(ErrorCode code, String message) {
        return new QueryException(
                code.number(), "Code: " + code.number() + ". DB::Exception: " + message + ". (" + code + ")");
    }

    int code() {
        return code;
    }
}
