package dev.claymore.otel;

import dev.claymore.otel.LogsSender.Outcome;
import dev.claymore.store.ExportLedger;
import dev.claymore.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * Sends records in requests, one after another, and writes down each that was acknowledged before the next is sent. Stops at the first
 * request that fails. Not safe for use by many threads.
 */
final class PushDelivery implements SessionReader.Sink {

    private static final long LEDGER_RETRY_MILLIS = 500;

    private static final Outcome.Failed STOPPED = new Outcome.Failed("stopped", Optional.empty(), true);

    private final LogsSender sender;
    private final PushTurns turns;
    private final ExportLedger ledger;
    private final PushSettings settings;
    private final PushHeaders headers;
    private final PushPlan plan;
    private final PushState state;
    private final Set<Long> delivered;
    private final BooleanSupplier stopping;
    private final Clock clock;
    private final List<Part> parts = new ArrayList<>();
    private RequestBuilder sizes = new RequestBuilder();
    private Outcome.Failed failure;

    /** @param record null: with this the session is whole */
    private record Part(ExportedSession session, SessionRecord record) {}

    /** Leaves a read that has become useless. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the receiver does not take it now", null, false, false);
        }
    }

    PushDelivery(
            LogsSender sender,
            PushTurns turns,
            ExportLedger ledger,
            PushSettings settings,
            PushHeaders headers,
            PushPlan plan,
            PushState state,
            Set<Long> delivered,
            BooleanSupplier stopping,
            Clock clock) {
        this.sender = sender;
        this.turns = turns;
        this.ledger = ledger;
        this.settings = settings;
        this.headers = headers;
        this.plan = plan;
        this.state = state;
        this.delivered = delivered;
        this.stopping = stopping;
        this.clock = clock;
    }

    /** @return why it stopped; null when all was delivered */
    Outcome.Failed deliver(SessionReader reader, List<ExportedSession> sessions) {
        try {
            reader.read(sessions, settings.replay(), settings.streamId(), this);
            flush();
            return null;
        } catch (Stopped e) {
            return failure;
        }
    }

    @Override
    public void begin(ExportedSession session) {
        mark(session, SessionMarks.start(session));
    }

    @Override
    public void record(ExportedSession session, SessionRecord record) {
        if (sizes.lacksRoomFor(record)) {
            flush();
        }
        sizes.add(session, record);
        parts.add(new Part(session, record));
        if (sizes.full()) {
            flush();
        }
    }

    @Override
    public void end(ExportedSession session) {
        mark(session, SessionMarks.end(session));
        parts.add(new Part(session, null));
    }

    private void mark(ExportedSession session, SessionRecord mark) {
        if (!delivered.contains(mark.hash())) {
            record(session, mark);
        }
    }

    private void flush() {
        sizes = new RequestBuilder();
        List<Part> taken = List.copyOf(parts);
        parts.clear();
        if (!taken.isEmpty()) {
            send(taken);
        }
    }

    private void send(List<Part> taken) {
        RequestBuilder request = new RequestBuilder();
        taken.stream()
                .filter(part -> part.record() != null)
                .forEach(part -> request.add(part.session(), part.record()));
        if (request.isEmpty()) {
            remember(taken, 0);
            return;
        }
        if (stopping.getAsBoolean()) {
            stop(STOPPED);
        }
        switch (ask(request)) {
            case Outcome.Accepted(long rejected, String message, long bytes) -> {
                remember(taken, rejected);
                state.accepted(records(taken), rejected, message, bytes, clock.instant());
            }
            case Outcome.Refused(String message) -> refused(taken, message);
            case Outcome.Failed failed -> stop(failed);
        }
    }

    private Outcome ask(RequestBuilder request) {
        turns.pauseReading();
        try {
            return sender.send(settings.target(), headers, request.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return STOPPED;
        } finally {
            turns.goOnReading();
        }
    }

    /** One record that the receiver does not take must not cost its neighbours: halves find it. */
    private void refused(List<Part> taken, String message) {
        if (records(taken) == 1) {
            remember(taken, 1);
            state.refused(1, message, clock.instant());
            return;
        }
        long half = records(taken) / 2;
        int at = 0;
        for (long records = 0; records < half; at++) {
            records += taken.get(at).record() == null ? 0 : 1;
        }
        send(taken.subList(0, at));
        send(taken.subList(at, taken.size()));
    }

    private static long records(List<Part> taken) {
        return taken.stream().filter(part -> part.record() != null).count();
    }

    private void stop(Outcome.Failed why) {
        failure = why;
        throw new Stopped();
    }

    /** It is acknowledged: until that is written down, nothing else is sent. */
    private void remember(List<Part> taken, long refused) {
        Map<UUID, ExportLedger.Entry> entries = new LinkedHashMap<>();
        for (Part part : taken) {
            ExportedSession session = part.session();
            ExportLedger.Entry entry = entries.computeIfAbsent(
                    session.sessionId(),
                    id -> new ExportLedger.Entry(
                            id, session.createdAt(), new ArrayList<>(), entries.isEmpty() ? refused : 0, 0));
            if (part.record() != null) {
                entry.records().add(part.record().hash());
            } else {
                entries.put(
                        session.sessionId(),
                        new ExportLedger.Entry(
                                session.sessionId(),
                                session.createdAt(),
                                entry.records(),
                                entry.refused(),
                                plan.rows(session)));
            }
        }
        while (true) {
            try {
                ledger.add(
                        taken.getFirst().session().projectId(), settings.streamId(), entries.values(), clock.instant());
                return;
            } catch (StoreException e) {
                state.failed("what was delivered cannot be written down yet: " + e.getMessage(), null, clock.instant());
                if (stopping.getAsBoolean()) {
                    stop(STOPPED);
                }
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(LEDGER_RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop(STOPPED);
        }
    }
}
