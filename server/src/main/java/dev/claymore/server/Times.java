package dev.claymore.server;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** Times as the API writes and reads them: ISO-8601, UTC, milliseconds. */
final class Times {

    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Times() {}

    static String iso(Instant instant) {
        return ISO.format(instant);
    }

    /** A time from the query string or a body; any offset is taken. */
    static Instant parse(String parameter, String text) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeParseException e) {
            throw Problem.invalid(
                            "invalid_parameter",
                            "\"" + parameter + "\" must be a time such as 2026-01-31T12:00:00.000Z.")
                    .thrown();
        }
    }

    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw Problem.invalid("invalid_field", "\"timezone\" must be a name such as Europe/Berlin.")
                    .thrown();
        }
    }

    static Optional<Instant> query(Exchange exchange, String parameter) {
        return exchange.query(parameter).map(text -> parse(parameter, text));
    }
}
