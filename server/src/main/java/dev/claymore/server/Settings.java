package dev.claymore.server;

import java.io.IOException;
import java.io.LineNumberReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Configuration as text, read as types: an environment variable wins over the same key in the file. Every refusal names
 * the key, the value, where it came from and what is allowed; the values of secrets are not repeated.
 */
final class Settings {

    static final String HTTP_URL = "an http:// or https:// URL, without user and password";

    private final Map<String, String> environment;
    private final Properties file;
    private final String fileName;
    private final Set<String> known = new TreeSet<>();

    private Settings(Map<String, String> environment, Properties file, String fileName) {
        this.environment = environment;
        this.file = file;
        this.fileName = fileName;
    }

    /** Reads {@code path} when it is there; {@code required} when a person named it. */
    static Settings read(Map<String, String> environment, Path path, boolean required) {
        Properties properties = new Properties();
        if (Files.exists(path)) {
            try (LineNumberReader lines = new LineNumberReader(Files.newBufferedReader(path, StandardCharsets.UTF_8))) {
                load(properties, lines, path);
            } catch (IOException | IllegalArgumentException e) {
                throw new BadConfig(path + " cannot be read: " + e.getMessage());
            }
        } else if (required) {
            throw new BadConfig("CLAYMORE_CONFIG=" + path + " (environment): there is no such file");
        }
        return new Settings(environment, properties, path.toString());
    }

    /** Line by line: of a key that is there twice, {@link Properties} would take the last without a word. */
    private static void load(Properties all, LineNumberReader lines, Path path) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int number = lines.getLineNumber();
            StringBuilder text = new StringBuilder(line);
            while (!comment(text) && goesOn(line)) {
                line = lines.readLine();
                if (line == null) {
                    break;
                }
                text.append('\n').append(line);
            }
            Properties one = new Properties();
            one.load(new StringReader(text.toString()));
            for (String key : one.stringPropertyNames()) {
                if (all.putIfAbsent(key, one.getProperty(key)) != null) {
                    throw new BadConfig(path + ", line " + number + ": " + key + " stands in an earlier line already");
                }
            }
        }
    }

    private static boolean comment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    /** As {@link Properties} has it: an odd number of backslashes at the end. */
    private static boolean goesOn(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    Optional<String> text(String key) {
        known.add(key);
        String value = environment.get(key);
        if (value == null || value.isBlank()) {
            value = file.getProperty(key);
        }
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    int integer(String key, int fallback, int least, int most) {
        return Math.toIntExact(number(key, fallback, least, most, "a whole number from " + least + " to " + most));
    }

    /** A port, 0 for a free one, or {@code off}: none. */
    OptionalInt portOrOff(String key, int fallback) {
        return text(key).filter("off"::equalsIgnoreCase).isPresent()
                ? OptionalInt.empty()
                : OptionalInt.of(Math.toIntExact(
                        number(key, fallback, 0, 65535, "a port from 0 to 65535, 0 for a free one, or off")));
    }

    /** A size in bytes: {@code 1048576}, {@code 512k}, {@code 64m} or {@code 2g}. */
    long bytes(String key, long fallback, long least, long most) {
        return number(key, fallback, least, most, "a size from " + size(least) + " to " + size(most) + ", such as 64m");
    }

    /** A time: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 12h}. */
    Duration duration(String key, Duration fallback, Duration least, Duration most) {
        String allowed = "a time from " + time(least) + " to " + time(most) + ", such as 30s";
        return text(key)
                .map(value -> {
                    Duration parsed = parseDuration(value).orElseThrow(() -> refuse(key, value, allowed));
                    if (parsed.compareTo(least) < 0 || parsed.compareTo(most) > 0) {
                        throw refuse(key, value, allowed);
                    }
                    return parsed;
                })
                .orElse(fallback);
    }

    Optional<URI> httpUri(String key) {
        return text(key).map(value -> httpUrl(value).orElseThrow(() -> refuse(key, withoutPassword(value), HTTP_URL)));
    }

    /** Empty when it is not {@link #HTTP_URL}. */
    static Optional<URI> httpUrl(String value) {
        URI uri;
        try {
            uri = URI.create(value);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        String scheme = uri.getScheme();
        boolean good = uri.getRawUserInfo() == null
                && ("http".equals(scheme) || "https".equals(scheme))
                && uri.getHost() != null
                && uri.getPort() <= 65_535;
        return good ? Optional.of(uri) : Optional.empty();
    }

    static String withoutPassword(String url) {
        return url.replaceFirst("//.*@", "//…@");
    }

    <E extends Enum<E>> E choice(String key, Class<E> type, E fallback) {
        return text(key)
                .map(value -> {
                    for (E constant : type.getEnumConstants()) {
                        if (constant.name().equalsIgnoreCase(value)) {
                            return constant;
                        }
                    }
                    StringBuilder names = new StringBuilder("one of");
                    for (E constant : type.getEnumConstants()) {
                        names.append(' ').append(constant.name().toLowerCase(Locale.ROOT));
                    }
                    throw refuse(key, value, names.toString());
                })
                .orElse(fallback);
    }

    BadConfig refuse(String key, String value, String allowed) {
        boolean secret = key.endsWith("TOKEN") || key.endsWith("PASSWORD") || key.endsWith("_KEY");
        String shown = secret ? "(" + value.length() + " characters)" : value;
        String from = environment.containsKey(key) && !environment.get(key).isBlank() ? "environment" : fileName;
        return new BadConfig(key + "=" + shown + " (" + from + "): must be " + allowed);
    }

    /** Call after all keys were asked for: a key in the file that nobody asked for is a spelling mistake. */
    void refuseUnknownKeys() {
        for (String key : file.stringPropertyNames()) {
            if (!known.contains(key)) {
                throw new BadConfig(
                        fileName + ": there is no key " + key + "; the keys are " + String.join(", ", known));
            }
        }
    }

    private long number(String key, long fallback, long least, long most, String allowed) {
        return text(key)
                .map(value -> {
                    long parsed = parseNumber(value).orElseThrow(() -> refuse(key, value, allowed));
                    if (parsed < least || parsed > most) {
                        throw refuse(key, value, allowed);
                    }
                    return parsed;
                })
                .orElse(fallback);
    }

    private static Optional<Long> parseNumber(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        int shift = switch (lower.charAt(lower.length() - 1)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        try {
            long digits = Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1));
            return Optional.of(Math.multiplyExact(digits, 1L << shift));
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> parseDuration(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < lower.length() && end < 12 && Character.isDigit(lower.charAt(end))) {
            end++;
        }
        if (end == 0) {
            return Optional.empty();
        }
        long amount = Long.parseLong(lower.substring(0, end));
        return switch (lower.substring(end)) {
            case "ms" -> Optional.of(Duration.ofMillis(amount));
            case "s" -> Optional.of(Duration.ofSeconds(amount));
            case "m" -> Optional.of(Duration.ofMinutes(amount));
            case "h" -> Optional.of(Duration.ofHours(amount));
            default -> Optional.empty();
        };
    }

    private static String size(long bytes) {
        for (int shift : new int[] {30, 20, 10}) {
            if (bytes >= 1L << shift && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + Map.of(30, "g", 20, "m", 10, "k").get(shift);
            }
        }
        return Long.toString(bytes);
    }

    private static String time(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
