package dev.claymore.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One Claymore pushes its sessions to another as OTLP logs, and each end is restarted or killed at random moments. Then every event of the
 * one is looked up in the other, by the id of its record: none may be missing; and none may be there twice, but what a sender that is killed
 * between an answer and its own note of it sends again: one request at most for each such kill.
 */
final class ExportCrash {

    /** Records of one request at most. */
    private static final int REQUEST = 1_000;

    private final ServerProcess sender;
    private final ServerProcess receiver;
    private final Random random;
    private int killedSenders;

    private ExportCrash(ServerProcess sender, ServerProcess receiver, Random random) {
        this.sender = sender;
        this.receiver = receiver;
        this.random = random;
    }

    /** @param kills of either end, or of its engine */
    static boolean run(ServerProcess sender, Random random, int kills) throws Exception {
        Path data = Files.createTempDirectory("claymore-bench-receiver");
        try (ServerProcess receiver = new ServerProcess(data, List.of("-Xms64m", "-Xmx512m"))) {
            receiver.start();
            return new ExportCrash(sender, receiver, random).run(kills);
        }
    }

    private boolean run(int kills) throws Exception {
        String key = sender.project("crash");
        String receiving = receiver.project("copy");
        List<CrashBatch> batches = load(key);
        sender.put(
                "/api/projects/crash/push",
                "{\"endpoint\":\"http://127.0.0.1:" + receiver.port() + "\",\"headers\":{\"Authorization\":\"Bearer "
                        + receiving + "\"},\"idleSeconds\":1,\"from\":\""
                        + Instant.now().minus(Duration.ofHours(1)) + "\"}");
        for (int kill = 1; kill <= kills; kill++) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(3_000));
            System.out.printf(
                    Locale.ROOT, "%d: %s; %,d records received%n", kill, trouble(), receiver.count("otel_logs"));
        }
        long expected = batches.size() * (long) (CrashBatch.EVENTS + 2);
        ServerProcess.await(
                "all records to arrive",
                Duration.ofMinutes(10),
                () -> Long.parseLong(receiver.query("SELECT uniqExact(LogAttributes['log.record.uid']) FROM otel_logs"))
                        >= expected);
        return check(batches);
    }

    private List<CrashBatch> load(String key) throws Exception {
        CrashLoad<CrashBatch> load = new CrashLoad<>(new CrashEvents(sender, key), random, 4, 2_000);
        try (load) {
            TimeUnit.SECONDS.sleep(15);
        }
        long expected = load.acknowledged().size() * (long) CrashBatch.EVENTS;
        ServerProcess.await("the events to be stored", () -> sender.count("events") >= expected);
        System.out.printf(
                Locale.ROOT, "%,d sessions, %,d events%n", load.acknowledged().size(), expected);
        return load.acknowledged();
    }

    private String trouble() throws Exception {
        int kind = random.nextInt(6);
        ServerProcess end = kind % 2 == 0 ? sender : receiver;
        String which = end == sender ? "sender" : "receiver";
        return switch (kind / 2) {
            case 0 -> {
                end.stop();
                end.start();
                yield which + " restarted";
            }
            case 1 -> {
                end.engine().ifPresent(ProcessHandle::destroyForcibly);
                yield which + "'s engine killed";
            }
            default -> {
                end.kill();
                killedSenders += end == sender ? 1 : 0;
                end.start();
                yield which + " killed";
            }
        };
    }

    private boolean check(List<CrashBatch> batches) throws IOException, InterruptedException {
        Map<String, Integer> counts = new HashMap<>();
        String rows = receiver.query(
                "SELECT LogAttributes['log.record.uid'], count() FROM otel_logs WHERE NOT startsWith(EventName,"
                        + " 'session.') GROUP BY 1");
        for (String line : rows.split("\n")) {
            counts.put(line.substring(0, line.indexOf('\t')), Integer.parseInt(line.substring(line.indexOf('\t') + 1)));
        }
        long missing = 0;
        long repeated = 0;
        List<String> lost = new ArrayList<>();
        for (CrashBatch batch : batches) {
            for (int i = 0; i < CrashBatch.EVENTS; i++) {
                Integer count = counts.remove(batch.eventId(i).toString());
                missing += count == null ? 1 : 0;
                repeated += count == null ? 0 : count - 1;
                if (count == null && lost.size() < 5) {
                    lost.add(batch.sessionId() + " " + batch.eventId(i));
                }
            }
        }
        String marks = receiver.query("SELECT uniqExactIf(LogAttributes['session.id'], EventName = 'session.start'),"
                + " uniqExactIf(LogAttributes['session.id'], EventName = 'session.end') FROM otel_logs");
        System.out.printf(
                Locale.ROOT,
                "%n| | |%n|---|---|%n| events of finished sessions | %,d |%n| missing at the receiver | %d |%n| there"
                        + " more than once; the sender was killed | %d; %d times |%n| records of no event | %d |%n|"
                        + " sessions; with start, with end | %,d; %s |%n",
                batches.size() * (long) CrashBatch.EVENTS,
                missing,
                repeated,
                killedSenders,
                counts.size(),
                batches.size(),
                marks.replace("\t", ", "));
        lost.forEach(event -> System.out.println("missing: " + event));
        return missing == 0
                && repeated <= (long) killedSenders * REQUEST
                && counts.isEmpty()
                && marks.equals(batches.size() + "\t" + batches.size());
    }
}
