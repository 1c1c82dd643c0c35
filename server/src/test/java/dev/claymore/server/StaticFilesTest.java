package dev.claymore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticFilesTest {

    @TempDir
    Path directory;

    private StaticFiles files;

    @BeforeEach
    void fill() throws IOException {
        Path root = Files.createDirectories(directory.resolve("web/assets"));
        Files.writeString(root.resolve("app-1a2b3c4d.js"), "x".repeat(5000));
        Files.writeString(directory.resolve("web/.hidden"), "hidden");
        Files.writeString(directory.resolve("secret"), "secret");
        Files.createSymbolicLink(directory.resolve("web/link"), directory.resolve("secret"));
        files = new StaticFiles(directory.resolve("web"));
    }

    @Test
    void aFileComesWithItsTypeAndCompressed() {
        StaticFiles.Asset asset = files.find("assets/app-1a2b3c4d.js").orElseThrow();

        assertThat(asset.contentType()).isEqualTo("text/javascript; charset=utf-8");
        assertThat(asset.plain()).hasSize(5000);
        assertThat(asset.gzip().orElseThrow()).hasSizeLessThan(200);
    }

    @Test
    void nothingOutsideTheDirectoryIsReachable() {
        for (String path : new String[] {
            "../secret",
            "assets/../../secret",
            "/etc/passwd",
            "link",
            ".hidden",
            "assets/./../.hidden",
            "",
            "assets",
            "a\0b"
        }) {
            assertThat(files.find(path)).as(path).isEmpty();
        }
    }

    @Test
    void aChangedFileIsReadAgain() throws IOException {
        Path file = directory.resolve("web/index.html");
        Files.writeString(file, "one");
        String before = files.find("index.html").orElseThrow().etag();
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

        assertThat(files.find("index.html").orElseThrow().etag()).isNotEqualTo(before);
        assertThat(new String(files.find("index.html").orElseThrow().plain(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("two");
    }
}
