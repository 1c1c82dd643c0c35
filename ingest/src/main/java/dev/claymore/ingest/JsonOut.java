package dev.claymore.ingest;

/** The little JSON that ingest writes itself. */
final class JsonOut {

    private JsonOut() {}

    static void string(StringBuilder target, String text) {
        target.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                target.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                target.append("\\u").append(String.format("%04x", (int) c));
            } else {
                target.append(c);
            }
        }
        target.append('"');
    }
}
