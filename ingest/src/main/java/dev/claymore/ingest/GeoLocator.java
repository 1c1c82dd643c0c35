package dev.claymore.ingest;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Country, region and city of an address, from MaxMind-format files: flat records as DB-IP's ({@code country_code, state1, city}) or nested
 * ones as MaxMind's ({@code country.iso_code, subdivisions, city.names}). The files are mapped, not read. Safe for many threads.
 */
final class GeoLocator implements AutoCloseable {

    private static final int CACHED_ADDRESSES = 20_000;

    private final List<Reader> readers = new ArrayList<>();
    private final BoundedCache<InetAddress, Visitor.Place> cache = new BoundedCache<>(CACHED_ADDRESSES);

    GeoLocator(List<Path> files) throws IOException {
        try {
            for (Path file : files) {
                readers.add(new Reader(file.toFile(), Reader.FileMode.MEMORY_MAPPED, new CHMCache()));
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    static List<Path> find(Optional<Path> named, Path home) {
        if (named.isPresent()) {
            return List.of(named.get());
        }
        Path directory = home.resolve("geo");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".mmdb"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing is known of private, loopback and link-local addresses. */
    Visitor.Place locate(InetAddress address) {
        return readers.isEmpty() || isPrivate(address) ? Visitor.Place.UNKNOWN : cache.get(address, this::lookUp);
    }

    private Visitor.Place lookUp(InetAddress address) {
        int version = address instanceof Inet4Address ? 4 : 6;
        Visitor.Place place = Visitor.Place.UNKNOWN;
        for (Reader reader : readers) {
            // A file of IPv6 addresses may hold the IPv4 ones too; one made for the version goes first.
            boolean fits = reader.getMetadata().ipVersion() >= version;
            if (fits
                    && (place.equals(Visitor.Place.UNKNOWN)
                            || reader.getMetadata().ipVersion() == version)) {
                try {
                    Map<?, ?> found = reader.get(address, Map.class);
                    place = found == null ? place : place(found);
                } catch (IOException unreadable) {
                    // A damaged file costs the place, not the event.
                    place = Visitor.Place.UNKNOWN;
                }
            }
        }
        return place;
    }

    private static Visitor.Place place(Map<?, ?> found) {
        if (found.get("country_code") instanceof String country) {
            return new Visitor.Place(country, text(found.get("state1")), text(found.get("city")));
        }
        String region =
                found.get("subdivisions") instanceof List<?> list && !list.isEmpty() ? name(list.getFirst()) : "";
        String country = found.get("country") instanceof Map<?, ?> map ? text(map.get("iso_code")) : "";
        return new Visitor.Place(country, region, name(found.get("city")));
    }

    private static String name(Object named) {
        return named instanceof Map<?, ?> map && map.get("names") instanceof Map<?, ?> names
                ? text(names.get("en"))
                : "";
    }

    private static String text(Object value) {
        return value instanceof String text ? text : "";
    }

    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xFE) == 0xFC;
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xC0) == 64;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || shared;
    }

    @Override
    public void close() {
        for (Reader reader : readers) {
            try {
                reader.close();
            } catch (IOException nothingToLose) {
                // The mapping goes with the process.
            }
        }
    }
}
