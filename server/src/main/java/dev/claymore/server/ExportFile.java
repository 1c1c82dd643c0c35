package dev.claymore.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * The place that {@code --output} names. A file appears there when it is whole, with the mode of the one before; of a link, in the place
 * that it leads to. What is no file (a device, a pipe) is written into and never replaced.
 */
final class ExportFile {

    private static final int MOST_LINKS = 40;

    private final Path named;
    /** Null where it is no file, and so not replaced. */
    private final Path file;

    private ExportFile(Path named, Path file) {
        this.named = named;
        this.file = file;
    }

    /** What keeps it from being written is said before anything is asked for. */
    static ExportFile at(Path named) {
        if (Files.isDirectory(named)) {
            throw new ClientFailure(named + " is a directory, --output names a file");
        }
        if (Files.exists(named) && !Files.isRegularFile(named)) {
            if (!Files.isWritable(named)) {
                throw new ClientFailure("nothing can be written into " + named);
            }
            return new ExportFile(named, null);
        }
        Path file = followed(named);
        Path folder = file.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new ClientFailure("there is no directory " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw new ClientFailure("nothing can be written in " + folder);
        }
        return new ExportFile(named, file);
    }

    /** Where the links lead, also to what is not there yet. */
    private static Path followed(Path named) {
        Path place = named.toAbsolutePath();
        try {
            for (int links = 0; Files.isSymbolicLink(place); links++) {
                if (links == MOST_LINKS) {
                    throw new ClientFailure(named + " is a link that leads nowhere");
                }
                place = place.resolveSibling(Files.readSymbolicLink(place));
            }
        } catch (IOException e) {
            throw new ClientFailure(named + " cannot be read: " + ClientFailure.reason(e));
        }
        return place;
    }

    /** @return how many bytes it was */
    long save(InputStream in) throws IOException {
        if (file == null) {
            try (OutputStream to = Files.newOutputStream(named, StandardOpenOption.WRITE)) {
                return in.transferTo(to);
            }
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        // One that a killed export has left; a link of this name is not followed.
        Files.deleteIfExists(part);
        boolean whole = false;
        try {
            long bytes;
            try (OutputStream to =
                    Files.newOutputStream(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                if (Files.exists(file)) {
                    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
                    Files.setPosixFilePermissions(part, mode);
                }
                bytes = in.transferTo(to);
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            whole = true;
            return bytes;
        } finally {
            if (!whole) {
                Files.deleteIfExists(part);
            }
        }
    }
}
