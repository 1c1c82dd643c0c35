package dev.claymore.query.stacks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stack of an error as browsers write it: V8's {@code at f (url:1:2)}, and {@code f@url:1:2} of the others. */
public final class StackText {

    /** Frames beyond are left out; browsers give 10 to 50. */
    static final int MAX_FRAMES = 100;

    private static final int MAX_LINE = 2_048;
    private static final Pattern PLACE = Pattern.compile(":(\\d{1,9}):(\\d{1,9})\\)?$");

    private StackText() {}

    /**
     * A line of a stack.
     *
     * @param function as the browser names it; empty for code outside of functions
     * @param line from 1; 0 for code of the browser itself
     * @param column from 1
     */
    public record Frame(String function, String url, int line, int column) {}

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
            Frame frame = place.find() ? frame(text.substring(0, place.start()), place) : builtIn(text);
            if (frame != null) {
                frames.add(frame);
            }
        }
        return frames;
    }

    /** Code of the browser itself calls functions of the page, too: whom it calls is not called by the frame below. */
    private static Frame builtIn(String text) {
        if (text.startsWith("at ") && text.endsWith(")") && text.indexOf('(') > 3) {
            return new Frame(text.substring(3, text.indexOf('(')).strip(), "", 0, 0);
        }
        return text.endsWith("@[native code]") ? new Frame(text.substring(0, text.indexOf('@')), "", 0, 0) : null;
    }

    private static Frame frame(String before, Matcher place) {
        String function = "";
        String url;
        if (before.startsWith("at ")) {
            int open = before.lastIndexOf('(');
            url = open < 0 ? before.substring(3) : before.substring(open + 1);
            function = open < 0 ? "" : before.substring(3, open).strip();
            if (url.startsWith("async ")) {
                url = url.substring(6);
            }
        } else {
            int at = before.indexOf('@');
            if (at < 0) {
                return null;
            }
            function = before.substring(0, at);
            url = before.substring(at + 1);
        }
        return new Frame(function, url, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)));
    }

    /** The path that a script was loaded from, without host, query and fragment. */
    public static String path(String url) {
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
}
