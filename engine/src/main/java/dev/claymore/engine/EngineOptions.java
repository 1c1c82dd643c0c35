package dev.claymore.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How to run the engine.
 *
 * @param dataDirectory where ClickHouse keeps everything; made when missing, locked by the running engine
 * @param port TCP port on loopback; 0 takes a free one and keeps it over restarts
 * @param password password of the user {@code default}; empty for none
 * @param library the libchdb to load; null looks for it, see {@link NativeLibrary}
 * @param memoryLimitBytes the most memory ClickHouse may use; 0 takes half of the machine's, at least 1 GiB
 * @param javaOptions further options for the child JVM
 * @param s3 where old data goes; empty: everything stays on the local disk
 */
public record EngineOptions(
        Path dataDirectory,
        int port,
        String password,
        Path library,
        long memoryLimitBytes,
        List<String> javaOptions,
        Optional<S3Tier> s3) {

    /** The least memory ClickHouse works with. */
    public static final long MIN_MEMORY_BYTES = 256L * 1024 * 1024;

    /** Checks the values; the message of the exception names the field, the value and the allowed range. */
    public EngineOptions {
        Objects.requireNonNull(dataDirectory, "dataDirectory");
        Objects.requireNonNull(password, "password");
        javaOptions = List.copyOf(javaOptions);
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port is " + port + ", must be 0 to 65535");
        }
        if (memoryLimitBytes != 0 && memoryLimitBytes < MIN_MEMORY_BYTES) {
            throw new IllegalArgumentException("memoryLimitBytes is " + memoryLimitBytes
                    + ", must be 0 (half of the machine's) or at least " + MIN_MEMORY_BYTES);
        }
    }

    /** The defaults: a free port, no password, the library that is found, half of the machine's memory. */
    public static EngineOptions of(Path dataDirectory) {
        return new EngineOptions(dataDirectory, 0, "", null, 0, List.of(), Optional.empty());
    }

    /** With another port. */
    public EngineOptions withPort(int newPort) {
        return new EngineOptions(dataDirectory, newPort, password, library, memoryLimitBytes, javaOptions, s3);
    }

    /** With another password. */
    public EngineOptions withPassword(String newPassword) {
        return new EngineOptions(dataDirectory, port, newPassword, library, memoryLimitBytes, javaOptions, s3);
    }

    /** With another library. */
    public EngineOptions withLibrary(Path newLibrary) {
        return new EngineOptions(dataDirectory, port, password, newLibrary, memoryLimitBytes, javaOptions, s3);
    }

    /** With another bound of memory. */
    public EngineOptions withMemoryLimitBytes(long bytes) {
        return new EngineOptions(dataDirectory, port, password, library, bytes, javaOptions, s3);
    }

    /** With further options for the child JVM. */
    public EngineOptions withJavaOptions(List<String> options) {
        return new EngineOptions(dataDirectory, port, password, library, memoryLimitBytes, options, s3);
    }

    /** With a bucket for old data. */
    public EngineOptions withS3(Optional<S3Tier> tier) {
        return new EngineOptions(dataDirectory, port, password, library, memoryLimitBytes, javaOptions, tier);
    }

    /** The password stays out of logs. */
    @Override
    public String toString() {
        return "EngineOptions[dataDirectory=" + dataDirectory + ", port=" + port + ", library=" + library
                + ", memoryLimitBytes=" + memoryLimitBytes + ", javaOptions=" + javaOptions + ", s3=" + s3 + "]";
    }
}
