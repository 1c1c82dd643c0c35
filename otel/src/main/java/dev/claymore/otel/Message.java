package dev.claymore.otel;

import dev.claymore.ingest.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A message of OTLP: its fields by number, for protobuf, and by name, for JSON. Read from {@code messages.txt}. */
final class Message {

    private static final Map<String, Message> ALL = read();

    private final String name;
    private final Map<String, Field> byName = new HashMap<>();
    private Field[] byNumber = new Field[4];

    private Message(String name) {
        this.name = name;
    }

    /** What a request of the signal consists of. */
    static Message of(Signal signal) {
        return ALL.get(
                switch (signal) {
                    case TRACES -> "TracesData";
                    case LOGS -> "LogsData";
                    case METRICS -> "MetricsData";
                });
    }

    String name() {
        return name;
    }

    boolean isSpan() {
        return name.equals("Span");
    }

    boolean isLog() {
        return name.equals("LogRecord");
    }

    /** Whether its values become JSON inside of one text. */
    boolean isList() {
        return name.equals("ArrayValue") || name.equals("KeyValueList");
    }

    /** Null when there is none: fields that are not known are passed over. */
    Field field(int number) {
        return number < byNumber.length ? byNumber[number] : null;
    }

    Field field(String json) {
        return byName.get(json);
    }

    private void add(Field field) {
        if (field.number() >= byNumber.length) {
            byNumber = java.util.Arrays.copyOf(byNumber, field.number() + 1);
        }
        byNumber[field.number()] = field;
        byName.put(field.name(), field);
    }

    private static Map<String, Message> read() {
        Map<String, Message> messages = new HashMap<>();
        Map<String, String> lines = new LinkedHashMap<>();
        try (InputStream in = Message.class.getResourceAsStream("messages.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line ->
                            lines.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.keySet().forEach(name -> messages.put(name, new Message(name)));
        lines.forEach((name, fields) -> {
            for (String field : fields.split(", ")) {
                String[] words = field.split(" ");
                String type = words[2].replaceAll("[*+]", "");
                Message message = messages.get(type);
                messages.get(name)
                        .add(new Field(
                                words[0],
                                Integer.parseInt(words[1]),
                                message == null ? Kind.valueOf(type.toUpperCase(java.util.Locale.ROOT)) : Kind.MESSAGE,
                                message,
                                words[2].contains("*"),
                                words[2].contains("+")));
            }
        });
        return messages;
    }

    /** How a value is written: on the wire of protobuf, and in JSON. */
    enum Kind {
        STRING(2),
        BYTES(2),
        HEX(2),
        MESSAGE(2),
        BOOL(0),
        ENUM(0),
        UINT32(0),
        UINT64(0),
        INT64(0),
        SINT32(0),
        FIXED32(5),
        FIXED64(1),
        SFIXED64(1),
        DOUBLE(1);

        private final int wireType;

        Kind(int wireType) {
            this.wireType = wireType;
        }

        int wireType() {
            return wireType;
        }
    }

    /**
     * @param message what it consists of, else null
     * @param counted whether it is what a sender is answered for
     */
    record Field(String name, int number, Kind kind, Message message, boolean repeated, boolean counted) {}
}
