package dev.claymore.shop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;

/** What a service was asked. */
@SuppressWarnings("ArrayRecordComponent") // Passed on as it came, never compared.
record Request(URI uri, byte[] bytes) {

    static final int MAX_BYTES = 64 << 10;

    static final JsonMapper JSON = new JsonMapper();

    /** The last part of the path. */
    String last() {
        return uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
    }

    JsonNode body() throws IOException {
        return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(bytes);
    }
}
