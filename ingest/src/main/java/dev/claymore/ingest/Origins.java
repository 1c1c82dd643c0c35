package dev.claymore.ingest;

import java.util.List;
import java.util.Locale;

/** Which pages may send with a project's public key. */
final class Origins {

    private Origins() {}

    /** @param origin of the page; empty when the sender is no browser */
    static boolean allows(List<String> allowed, String origin) {
        if (allowed.isEmpty() || origin.isEmpty()) {
            // Anyone can leave the header out; keeping browsers of other sites away is all an origin can do.
            return true;
        }
        String asked = origin.toLowerCase(Locale.ROOT);
        for (String pattern : allowed) {
            if (matches(pattern.toLowerCase(Locale.ROOT), asked)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String origin) {
        int star = pattern.indexOf("://*.");
        if (star < 0) {
            return pattern.equals("*") || pattern.equals(origin);
        }
        String scheme = pattern.substring(0, star + 3);
        String suffix = pattern.substring(star + 4);
        return origin.startsWith(scheme)
                && origin.endsWith(suffix)
                && origin.length() > scheme.length() + suffix.length();
    }
}
