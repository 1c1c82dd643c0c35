package dev.claymore.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read. */
public final class PrivateFile {

    private PrivateFile() {}

    /** Makes a file, whole or not at all. One that another process has made meanwhile stays as it is. */
    public static void create(Path file, String text) throws IOException {
        Path made = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                file.getFileName().toString(),
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(made, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            // Not a hard link: not every volume has them.
            Files.move(made, file);
        } catch (FileAlreadyExistsException e) {
            // That one counts.
        } finally {
            Files.deleteIfExists(made);
        }
    }
}
