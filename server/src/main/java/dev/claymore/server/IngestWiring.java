package dev.claymore.server;

import dev.claymore.ingest.Ingest;
import dev.claymore.ingest.IngestOptions;
import dev.claymore.otel.Otlp;
import dev.claymore.query.stacks.SourceCauses;
import java.io.IOException;
import java.time.Clock;

/** Opens ingest as the configuration says. */
final class IngestWiring {

    private IngestWiring() {}

    static Ingest open(Config config, Database database, ProjectKeyCache keys, SourceCauses causes) {
        IngestOptions options = IngestOptions.in(config.data().resolve("spool"))
                .withMaxSpoolBytes(config.spoolBytes())
                .withMaxBodyBytes(Math.toIntExact(config.maxBodyBytes()))
                .withGeoDatabases(IngestOptions.geoDatabases(config.geoDatabase(), config.home()))
                .withTrustedProxies(config.trustedProxies())
                // Servers that share a ClickHouse do not know what the others have taken.
                .withAlone(config.clickHouse().isEmpty());
        try {
            return Ingest.open(
                    options,
                    database.clickhouseEvenIfDown(),
                    keys,
                    new Otlp(),
                    error -> causes.of(
                            error.projectId(),
                            error.release(),
                            error.debugIds(),
                            error.type(),
                            error.message(),
                            error.stack()),
                    database.up(),
                    Clock.systemUTC());
        } catch (IOException | IllegalArgumentException e) {
            throw new BadConfig("ingest cannot be opened in " + config.data().resolve("spool") + ": " + e.getMessage());
        }
    }
}
