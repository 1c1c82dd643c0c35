package dev.claymore.ingest;

/** The path inside an address. */
final class Paths {

    private Paths() {}

    /** Where the path begins: behind scheme and host when there are any. */
    static int begin(byte[] url, int from, int to) {
        for (int at = from; at + 2 < to && url[at] != '/' && url[at] != '?' && url[at] != '#'; at++) {
            if (url[at] == ':' && url[at + 1] == '/' && url[at + 2] == '/') {
                int host = at + 3;
                while (host < to && url[host] != '/' && url[host] != '?' && url[host] != '#') {
                    host++;
                }
                return host;
            }
        }
        return from;
    }

    /** Where the path ends: before query and fragment. */
    static int end(byte[] url, int from, int to) {
        int at = from;
        while (at < to && url[at] != '?' && url[at] != '#') {
            at++;
        }
        return at;
    }
}
