package dev.claymore.server;

import dev.claymore.query.stacks.MalformedSourceMap;
import dev.claymore.query.stacks.SourceMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives a built script and its source map a common id, which an error brings along wherever the script is served from and whatever release it is
 * of. The id is made of the contents, so that the same build always has the same.
 */
final class DebugIds {

    /** A function of the page that knows which scripts are in a stack; each script puts itself in front of those before it. */
    private static final String REGISTRATION =
            ";!function(){try{var w=\"object\"==typeof window?window:self,p=w.claymoreDebugIds,"
                    + "u=/[a-z-]+:\\/\\/\\S+?(?=:\\d+:\\d+)/i.exec(Error().stack)[0]+\":\";w.claymoreDebugIds=function(s){"
                    + "return(p&&p(s)||\"\")+((s+\"\").indexOf(u)<0?\"\":\"%s \")||void 0}}catch(e){}}();";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{0,100}");
    private static final String COMMENT = "//# debugId=";
    private static final Pattern MAPPING_COMMENT = Pattern.compile("//# sourceMappingURL=[^\\s'\"`]+\\s*\\z");
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private DebugIds() {}

    /**
     * Writes both files; those that carry an id of ours already stay as they are.
     *
     * @return the id
     * @throws MalformedSourceMap when the map is none
     */
    static String inject(Path script, Path map) throws IOException, MalformedSourceMap {
        byte[] json = Files.readAllBytes(map);
        // Byte for byte, whatever the script is encoded in: all that is looked for and added is ASCII.
        String code = Files.readString(script, StandardCharsets.ISO_8859_1);
        String id = SourceMap.parse(json).debugId();
        if (!ID.matcher(id).matches()) {
            throw new IOException("its debugId is not one: at most 100 letters, digits and hyphens");
        }
        if (id.isEmpty()) {
            id = made(code, json);
            Files.write(map, withId(json, id));
        }
        if (!code.contains(String.format(REGISTRATION, id))) {
            Files.writeString(script, registered(code, id), StandardCharsets.ISO_8859_1);
        }
        return id;
    }

    /** Behind all of the code, so that no line and no column of it moves, and in front of the comment about its map. */
    private static String registered(String code, String id) {
        Matcher comment = MAPPING_COMMENT.matcher(code);
        int end = comment.find() ? comment.start() : code.length();
        String before = code.substring(0, end);
        String added = String.format(REGISTRATION, id) + "\n" + (code.contains(COMMENT) ? "" : COMMENT + id + "\n");
        return before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + added + code.substring(end);
    }

    /** The first field of the object; the rest of the map stays as it is, to the byte. */
    private static byte[] withId(byte[] json, String id) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        int from = text.startsWith(")") ? text.indexOf('\n') : 0;
        int open = text.indexOf('{', from) + 1;
        return (text.substring(0, open) + "\"debugId\":\"" + id + "\"," + text.substring(open))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String made(String code, byte[] json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(code.getBytes(StandardCharsets.ISO_8859_1));
            ByteBuffer bytes = ByteBuffer.wrap(digest.digest(json));
            long high = (bytes.getLong() & ~0xF000L) | VERSION_8;
            long low = (bytes.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | VARIANT;
            return new UUID(high, low).toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
