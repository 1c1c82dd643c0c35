package dev.claymore.store;

import dev.claymore.engine.EngineOptions;
import dev.claymore.engine.EngineSupervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real engine for the life of the test JVM; each test class takes a database of its own. */
public final class TestDatabase {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static EngineSupervisor engine;

    private TestDatabase() {}

    /** A new database with the whole schema. */
    public static ClickHouse migrated() {
        ClickHouse clickhouse = empty();
        Migrations.apply(clickhouse);
        return clickhouse;
    }

    /** The same database, as another process would open it. */
    static ClickHouse again(ClickHouse clickhouse) {
        return ClickHouse.connect(new ClickHouseOptions(
                engine().endpoint(), "default", "secret", clickhouse.database(), Duration.ofMinutes(2)));
    }

    /** A new database under the product's own name, of which there can be only one. */
    public static ClickHouse named(String database) {
        ClickHouse clickhouse = ClickHouse.connect(
                new ClickHouseOptions(engine().endpoint(), "default", "secret", database, Duration.ofMinutes(2)));
        Migrations.apply(clickhouse);
        return clickhouse;
    }

    static ClickHouse empty() {
        return ClickHouse.connect(new ClickHouseOptions(
                engine().endpoint(), "default", "secret", "test" + DATABASES.incrementAndGet(), Duration.ofMinutes(2)));
    }

    private static synchronized EngineSupervisor engine() {
        if (engine == null) {
            try {
                Path data = Files.createTempDirectory("claymore-test");
                engine = EngineSupervisor.start(EngineOptions.of(data).withPassword("secret"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    engine.close();
                    delete(data);
                }));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return engine;
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
