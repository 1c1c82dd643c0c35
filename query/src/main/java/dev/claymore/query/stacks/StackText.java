package dev.claymore.query.stacks;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stack of an error as browsers write it: V8's {@code at f (url:1:2)}, and {@code f@url:1:2} of the others. */
public final class StackText {

    /** Frames beyond are left out; browsers give 10 to 50. */
    static final int MAX_FRAMES = 100;

    private static final int MAX_LINE = 2_048;
    /** The SDK cuts messages here, those of stacks stay whole. */
    private static final int CUT_MESSAGE = 2_000;

    private static final int MAX_TYPE = 256;

    /** As the SDK writes it. */
    private static final String CAUSE = "Caused by: ";

    private static final int MAX_CAUSE = 300;
    private static final Pattern PLACE = Pattern.compile(":(\\d{1,9}):(\\d{1,9})\\)?$");

    /** Addresses have parentheses, and names of functions have blanks. */
    private static final Pattern OF_V8 = Pattern.compile(" ?\\((?=\\w[\\w+.-]*:|/|<|eval at )");

    private static final Pattern OF_OTHERS = Pattern.compile("@(?=\\w[\\w+.-]*:|/)");

    /** V8 and Safari write {@code async f}; Firefox {@code async*f}, {@code promise callback*f} and the like. */
    private static final Pattern ASYNC = Pattern.compile("^(?:async |[\\w. ]+\\*)");

    private StackText() {}

    /**
     * A line of a stack.
     *
     * @param function as the browser names it; empty for code outside of functions
     * @param line from 1; 0 for code of the browser itself
     * @param column from 1
     * @param async whether it went on later than what it had called: its place is where it waits
     */
    public record Frame(String function, String url, int line, int column, boolean async) {

        /** No frame, but what begins the stack of the error that caused the one above. */
        boolean isCause() {
            return line == 0 && function.startsWith(CAUSE);
        }

        private static Frame of(String function, String url, int line, int column) {
            Matcher async = ASYNC.matcher(function);
            boolean later = async.find();
            return new Frame(later ? function.substring(async.end()) : function, url, line, column, later);
        }
    }

    /** A stack without the message that V8 writes in front, of which a line may look like a frame. */
    static String withoutMessage(String stack, String message) {
        int firstLine = stack.indexOf('\n');
        if (message.isEmpty() || firstLine < 0) {
            return stack;
        }
        int begin = stack.startsWith(message) ? 0 : -1;
        for (int at = 0; begin < 0 && at < Math.min(firstLine, MAX_TYPE); at++) {
            if (stack.startsWith(": ", at) && stack.startsWith(message, at + 2)) {
                begin = at + 2;
            }
        }
        int end = begin < 0 ? -1 : stack.indexOf('\n', begin + message.length());
        boolean whole = end == begin + message.length() || message.length() >= CUT_MESSAGE;
        return end >= 0 && whole ? stack.substring(end + 1) : stack;
    }

    /** The frames of a stack; its first line, the message, is none. */
    public static List<Frame> frames(String stack) {
        List<Frame> frames = new ArrayList<>();
        for (String line : stack.split("\n", MAX_FRAMES * 4)) {
            if (frames.size() == MAX_FRAMES) {
                break;
            }
            String text = line.strip();
            if (text.length() > MAX_LINE) {
                continue;
            }
            Matcher place = PLACE.matcher(text);
            if (line.startsWith(CAUSE)) {
                frames.add(new Frame(line.substring(0, Math.min(line.length(), MAX_CAUSE)), "", 0, 0, false));
                continue;
            }
            Frame frame = place.find() ? frame(text, text.substring(0, place.start()), place) : builtIn(text);
            if (frame != null) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /**
     * Native frames, such as {@code Array.map}, also call functions of the page, so the frame below one is not the caller of the frame
     * above it.
     */
    private static Frame builtIn(String text) {
        if (text.startsWith("at ") && text.endsWith(")") && text.indexOf('(') > 3) {
            return Frame.of(text.substring(3, text.indexOf('(')).strip(), "", 0, 0);
        }
        return text.endsWith("@[native code]") ? Frame.of(text.substring(0, text.indexOf('@')), "", 0, 0) : null;
    }

    private static Frame frame(String text, String before, Matcher place) {
        String function;
        String url;
        if (before.startsWith("at ")) {
            String rest = before.substring(3);
            if (text.endsWith(")")) {
                Matcher open = OF_V8.matcher(rest);
                boolean found = open.find();
                int end = found ? open.start() : Math.max(0, rest.lastIndexOf('('));
                function = rest.substring(0, end).strip();
                url = rest.substring(found ? open.end() : rest.lastIndexOf('(') + 1);
            } else {
                boolean async = rest.startsWith("async ");
                function = async ? "async " : "";
                url = async ? rest.substring(function.length()) : rest;
            }
        } else {
            Matcher at = OF_OTHERS.matcher(before);
            if (!at.find()) {
                return null;
            }
            function = before.substring(0, at.start());
            url = before.substring(at.end());
        }
        return Frame.of(function, url, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
    }

    /** The path that a script was loaded from, without host, query and fragment, and without the encoding of addresses. */
    public static String path(String url) {
        return decoded(written(url));
    }

    /** The same as it is written in an address. */
    static String written(String url) {
        int scheme = url.indexOf("://");
        String path = url;
        if (scheme >= 0) {
            int slash = url.indexOf('/', scheme + 3);
            path = slash < 0 ? "/" : url.substring(slash);
        }
        int end = path.length();
        for (char stop : new char[] {'?', '#'}) {
            int at = path.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return path.substring(0, end);
    }

    /** Percent-encoding taken off, once; a text that is not encoded UTF-8 stays as it is. */
    static String decoded(String path) {
        if (path.indexOf('%') < 0) {
            return path;
        }
        byte[] text = path.getBytes(StandardCharsets.UTF_8);
        int size = 0;
        for (int at = 0; at < text.length; at++) {
            int high = text[at] == '%' && at + 2 < text.length ? Character.digit(text[at + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(text[at + 2], 16) : -1;
            if (low >= 0) {
                at += 2;
                text[size++] = (byte) (high << 4 | low);
                if (high < 2) {
                    return path; // No file is named with control characters.
                }
            } else {
                text[size++] = text[at];
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            return path;
        }
    }
}
