package dev.claymore.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;

/**
 * What a service was asked.
 *
 * @param text the body, at most {@value #MAX_BYTES} bytes of it
 */
record Request(URI uri, String text) {

    static final int MAX_BYTES = 64 << 10;

    static final JsonMapper JSON = new JsonMapper();

    /** The last part of the path. */
    String last() {
        return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
    }

    JsonNode body() throws IOException {
        return text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
    }
}
