package dev.claymore.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system that can be filled: one that is there already, or an ext4 image made and mounted for the purpose. */
final class SmallDisk implements AutoCloseable {

    private static final long LARGEST = 8L << 30;

    private final Path path;
    private final Path image;

    private SmallDisk(Path path, Path image) {
        this.path = path;
        this.image = image;
    }

    /** @param megabytes of the image; 0 when the directory is on a small file system already */
    static SmallDisk at(String directory, long megabytes) throws IOException {
        if (directory.isEmpty()) {
            return new SmallDisk(null, null);
        }
        Path path = Files.createDirectories(Path.of(directory));
        Path image = null;
        if (megabytes > 0) {
            image = Files.createTempFile("claymore-bench-disk", ".ext4");
            run("truncate", "-s", megabytes + "M", image.toString());
            // No blocks kept back for root: full means full.
            run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
            run("mount", "-o", "loop", image.toString(), path.toString());
        }
        FileStore store = Files.getFileStore(path);
        if (store.getTotalSpace() > LARGEST) {
            throw new IOException(path + " is on a file system of " + (store.getTotalSpace() >> 30)
                    + " GiB, and this benchmark fills it: mount a small one there (mount -t tmpfs -o size=1g tmpfs "
                    + path
                    + "), or say diskMegabytes=1024 to have one made");
        }
        return new SmallDisk(path, image);
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("this needs the right to mount a file system, and `" + String.join(" ", command)
                    + "` failed: mount a small one yourself and name it with disk=DIRECTORY alone");
        }
    }

    boolean isMounted() {
        return path != null;
    }

    Path path() {
        return path;
    }

    long freeBytes() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** Writes until the file system takes nothing more; returns how much that was. */
    long fill() throws IOException {
        long written = 0;
        byte[] block = new byte[64 << 10];
        try (OutputStream filler =
                Files.newOutputStream(path.resolve("filler"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int size = block.length; size > 0; ) {
                try {
                    filler.write(block, 0, size);
                    written += size;
                } catch (IOException full) {
                    size /= 2;
                }
            }
        }
        return written;
    }

    void makeRoom() throws IOException {
        Files.deleteIfExists(path.resolve("filler"));
    }

    @Override
    public void close() throws IOException {
        if (image != null) {
            run("umount", path.toString());
            Files.deleteIfExists(image);
        }
    }
}
