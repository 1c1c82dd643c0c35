package dev.claymore.shop;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Map;
import java.util.Optional;

/**
 * What a service answers.
 *
 * @param problem what went wrong, for the span; empty when nothing did
 * @param location where the browser goes on
 */
@SuppressWarnings("ArrayRecordComponent") // Passed on as it came, never compared.
record Reply(int status, byte[] json, String problem, Optional<String> location) {

    static Reply of(Map<String, ?> body) {
        return of(200, body);
    }

    static Reply of(int status, Map<String, ?> body) {
        try {
            return new Reply(status, Request.JSON.writeValueAsBytes(body), "", Optional.empty());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Reply failed(int status, String message) {
        return new Reply(status, of(status, Map.of("message", message)).json(), message, Optional.empty());
    }

    static Reply moved(String location) {
        return new Reply(302, new byte[0], "", Optional.of(location));
    }
}
