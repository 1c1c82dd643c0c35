package dev.claymore.otel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a receiver of OTLP/HTTP said, in the encoding that its Content-Type names. Whatever is no message of OTLP is not read, and not
 * repeated: it may be another server's page.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ReceiverAnswer(int status, String contentType, Optional<String> retryAfter, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What is longer is read no further, and is no message of OTLP. */
    static final int MAX_BYTES = 1 << 16;

    private static final int MAX_TOLD = 200;
    /** Field 2, with its length in front. */
    private static final int STATUS_MESSAGE = (2 << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    /** @param rejected records that were left out */
    record Taken(long rejected, String message) {}

    private enum Encoding {
        PROTOBUF,
        JSON,
        NOTHING,
        OTHER
    }

    private Encoding encoding() {
        if (body.length > MAX_BYTES) {
            return Encoding.OTHER;
        }
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "application/x-protobuf", "application/protobuf" -> Encoding.PROTOBUF;
            case "application/json" -> Encoding.JSON;
            // The empty message is nothing at all, and some receivers answer with that.
            case "" -> body.length == 0 ? Encoding.NOTHING : Encoding.OTHER;
            default -> Encoding.OTHER;
        };
    }

    /** Empty when this is no ExportLogsServiceResponse. */
    Optional<Taken> taken() {
        try {
            return switch (encoding()) {
                case NOTHING -> Optional.of(new Taken(0, ""));
                case PROTOBUF -> {
                    var partial = ExportLogsServiceResponse.parseFrom(body).getPartialSuccess();
                    yield Optional.of(new Taken(partial.getRejectedLogRecords(), partial.getErrorMessage()));
                }
                case JSON -> takenJson();
                case OTHER -> Optional.empty();
            };
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Unknown fields are ignored, as OTLP demands. A 64-bit number may be a text. */
    private Optional<Taken> takenJson() throws IOException {
        JsonNode answer = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        JsonNode partial = answer.path("partialSuccess");
        if (!answer.isObject() || !(partial.isMissingNode() || partial.isNull() || partial.isObject())) {
            return Optional.empty();
        }
        return Optional.of(new Taken(
                partial.path("rejectedLogRecords").asLong(),
                partial.path("errorMessage").asText()));
    }

    /** The message of a google.rpc.Status, for a person; empty when there is none. */
    String statusMessage() {
        try {
            return switch (encoding()) {
                case PROTOBUF -> statusMessage(CodedInputStream.newInstance(body));
                case JSON -> JSON.readTree(body).path("message").asText();
                case NOTHING, OTHER -> "";
            };
        } catch (IOException e) {
            return "";
        }
    }

    private static String statusMessage(CodedInputStream in) throws IOException {
        String message = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == STATUS_MESSAGE) {
                message = in.readStringRequireUtf8();
            } else if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("not a message");
            }
        }
        return message;
    }

    /** Of bounded length, on one line, without what the receiver was sent as a secret. */
    static String told(String text, PushHeaders headers) {
        String clean = headers.scrub(
                text.replaceAll("[\\p{Cntrl}\\p{Cf}\\uFFFD]+", " ").strip());
        return clean.length() > MAX_TOLD ? clean.substring(0, MAX_TOLD) + "…" : clean;
    }
}
