package dev.claymore.server;

import dev.claymore.ingest.Admission;
import dev.claymore.ingest.Answer;
import dev.claymore.ingest.BatchRequest;
import dev.claymore.ingest.Ingest;
import dev.claymore.ingest.ProjectKeys;
import dev.claymore.ingest.Signal;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Where OTLP comes in, over HTTP or gRPC: hands it to {@link Ingest}, and says what is to be said while the server starts or stops. */
final class OtlpDoor {

    private static final String BEARER = "Bearer ";
    /** For senders whose {@code Authorization} is taken, as behind some proxies. */
    static final String KEY_HEADER = "x-claymore-key";

    private final Supplier<Optional<Ingest>> ingest;
    private final BooleanSupplier keysComplete;

    /** @param keysComplete whether a key that is not known is a wrong one */
    OtlpDoor(Supplier<Optional<Ingest>> ingest, BooleanSupplier keysComplete) {
        this.ingest = ingest;
        this.keysComplete = keysComplete;
    }

    OtlpAnswer accept(Signal signal, BatchRequest request) {
        Optional<Ingest> open = ingest.get();
        if (open.isEmpty()) {
            return starting();
        }
        return said(open.get().accept(signal, request));
    }

    /** Whether a sender may send its body. */
    sealed interface Entry {}

    record Open(String projectId) implements Entry {}

    record Shut(OtlpAnswer answer) implements Entry {}

    Entry entry(String key) {
        Optional<Ingest> open = ingest.get();
        if (open.isEmpty()) {
            return new Shut(starting());
        }
        return switch (open.get().admitTelemetry(key)) {
            case Admission.Granted(ProjectKeys.Project project) -> new Open(project.projectId());
            case Admission.Refused(Answer answer) -> new Shut(said(answer));
        };
    }

    private OtlpAnswer said(Answer answer) {
        return answer.status() == 401 && !keysComplete.getAsBoolean() ? starting() : OtlpAnswer.of(answer);
    }

    private static OtlpAnswer starting() {
        return OtlpAnswer.refused(503, "starting: send it again in a moment", Optional.of(1L));
    }

    /** The key of one of the two headers; empty when neither has one. */
    static Optional<String> key(Optional<String> authorization, Optional<String> own) {
        return authorization
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip())
                .or(() -> own.map(String::strip));
    }
}
