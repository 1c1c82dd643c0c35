package dev.claymore.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory a process holds, as Linux tells. */
final class Resident {

    private Resident() {}

    /** Bytes; empty when there is no such process or no /proc. */
    static OptionalLong bytes(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmRSS:")) {
                    return OptionalLong.of(Long.parseLong(line.replaceAll("\\D", "")) << 10);
                }
            }
        } catch (IOException e) {
            // Another system, or the process has ended.
        }
        return OptionalLong.empty();
    }
}
