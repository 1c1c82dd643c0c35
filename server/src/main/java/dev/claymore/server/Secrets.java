package dev.claymore.server;

import dev.claymore.store.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets made at the first start and kept in the data directory, readable by their owner only. */
final class Secrets {

    private static final int BYTES = 24;

    private Secrets() {}

    /** The secret in {@code file}, of so many characters; made, 0600, when there is none. */
    static String keep(Path file, int least, int most) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) == 0) {
                // Made by a start that could not write it; nothing knows it.
                Files.delete(file);
            }
            if (!Files.exists(file)) {
                create(file);
            }
            String secret = Files.readString(file, StandardCharsets.UTF_8).strip();
            if (secret.isEmpty()) {
                throw new BadConfig(file + " is empty: remove it, and a new one is made at the next start");
            }
            if (secret.length() < least || secret.length() > most) {
                throw new BadConfig(file + " has " + secret.length() + " characters: must be " + least + " to " + most
                        + "; remove it, and a new one is made at the next start");
            }
            return secret;
        } catch (IOException e) {
            throw new BadConfig(file + " cannot be read or written: " + e.getMessage());
        }
    }

    /** Whether it can stand in a header as it is. */
    static boolean fitsHeader(String secret) {
        return secret.matches("[\\x21-\\x7e]+");
    }

    private static void create(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        PrivateFile.create(file, secret + "\n");
    }

    /** The data directory, made for its owner only. */
    static void createDirectory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.isWritable(directory)) {
                throw new BadConfig("CLAYMORE_DATA=" + directory + ": must be a directory that may be written to");
            }
        } catch (IOException e) {
            throw new BadConfig("CLAYMORE_DATA=" + directory
                    + ": must be a directory that can be made and may be written to ("
                    + e.getClass().getSimpleName() + ": " + e.getMessage() + ")");
        }
    }
}
