package dev.claymore.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds libchdb: the file named by {@code CLAYMORE_LIBCHDB}; {@code native/libchdb.so} under the system property
 * {@code claymore.home}; the npm package of this platform in a {@code node_modules} of {@code claymore.root} or the
 * working directory, or of a directory above it.
 */
public final class NativeLibrary {
    private static final String FILE = "libchdb.so";

    private NativeLibrary() {}

    /**
     * The library to load.
     *
     * @throws IllegalStateException when there is none; the message says what to do
     */
    public static Path find() {
        List<Path> places = places();
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no libchdb for " + platform()
                        + ". Run 'npm install' in the project, or set CLAYMORE_LIBCHDB to the file. Looked at "
                        + places));
    }

    private static List<Path> places() {
        List<Path> places = new ArrayList<>();
        String configured = System.getenv("CLAYMORE_LIBCHDB");
        if (configured != null && !configured.isBlank()) {
            return List.of(Path.of(configured));
        }
        String home = System.getProperty("claymore.home");
        if (home != null) {
            places.add(Path.of(home, "native", FILE));
        }
        String root = System.getProperty("claymore.root", "");
        for (Path directory = Path.of(root).toAbsolutePath(); directory != null; directory = directory.getParent()) {
            places.add(directory.resolve(Path.of("node_modules", "@chdb", "lib-" + platform(), FILE)));
        }
        return places;
    }

    /** The platform as the npm packages of libchdb name it. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String cpu = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x64";
        return os.contains("mac") ? "darwin-" + cpu : "linux-" + cpu + "-gnu";
    }
}
