package dev.claymore.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Remembers on disk which records the loader is about to insert as one batch, before it does, and that it has. A batch that a crash
 * interrupts is inserted again with exactly the same records under the same token. For the loader's thread alone.
 */
final class LoadJournal implements AutoCloseable {

    private static final String SUFFIX = ".journal";
    private static final int MAGIC = 0x4C4E524A;
    private static final int ENTRY_BYTES = 44;
    private static final int ENTRIES_PER_FILE = 2_048;

    private final SpoolFiles files;
    private UUID spoolId = UUID.randomUUID();
    private long from;
    private long to;
    private boolean done = true;
    private long number;
    private SpoolFiles.Appender file;
    private String name = "";
    private int entries;

    private LoadJournal(SpoolFiles files) {
        this.files = files;
    }

    static LoadJournal open(SpoolFiles files) throws IOException {
        LoadJournal journal = new LoadJournal(files);
        List<String> old = files.list().stream()
                .filter(name -> name.endsWith(SUFFIX))
                .sorted()
                .toList();
        for (String name : old) {
            journal.number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
            journal.read(name);
        }
        journal.rotate();
        for (String name : old) {
            files.delete(name);
        }
        return journal;
    }

    /** Part of every token: records of another spool bear the same numbers. */
    UUID spoolId() {
        return spoolId;
    }

    long from() {
        return from;
    }

    /** Records below this are in the database, but for those of an unfinished batch. */
    long to() {
        return to;
    }

    /** Whether the batch {@code [from, to)} was begun and perhaps not finished. */
    boolean isPending() {
        return !done;
    }

    /** Returns when it is durable what the next batch consists of; when this throws, the batch must not be sent. */
    void begin(long first, long end) throws IOException {
        become(first, end, false);
    }

    void done() throws IOException {
        become(from, to, true);
    }

    private void become(long newFrom, long newTo, boolean newDone) throws IOException {
        long oldFrom = from;
        long oldTo = to;
        boolean oldDone = done;
        from = newFrom;
        to = newTo;
        done = newDone;
        try {
            write();
        } catch (IOException failed) {
            from = oldFrom;
            to = oldTo;
            done = oldDone;
            close();
            throw failed;
        }
    }

    private void write() throws IOException {
        if (file == null || entries >= ENTRIES_PER_FILE) {
            String old = name;
            rotate();
            if (!old.isEmpty()) {
                files.delete(old);
            }
            return;
        }
        file.write(entry());
        file.force();
        entries++;
    }

    private void rotate() throws IOException {
        close();
        String next = String.format("%012d%s", ++number, SUFFIX);
        SpoolFiles.Appender created = files.create(next);
        created.write(entry());
        created.force();
        files.forceDirectory();
        file = created;
        name = next;
        entries = 1;
    }

    private ByteBuffer entry() {
        ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(MAGIC).putInt(done ? 1 : 0).putLong(from).putLong(to);
        entry.putLong(spoolId.getMostSignificantBits()).putLong(spoolId.getLeastSignificantBits());
        entry.putInt(crc(entry));
        return entry.flip();
    }

    /** Takes the last whole entry; what follows a torn one was never acted upon. */
    private void read(String old) throws IOException {
        try (SpoolFiles.Reader reader = files.open(old)) {
            ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (long at = 0; reader.read(entry.clear(), at) == ENTRY_BYTES; at += ENTRY_BYTES) {
                if (entry.getInt(0) == MAGIC && entry.getInt(ENTRY_BYTES - 4) == crc(entry)) {
                    done = entry.getInt(4) == 1;
                    from = entry.getLong(8);
                    to = entry.getLong(16);
                    spoolId = new UUID(entry.getLong(24), entry.getLong(32));
                }
            }
        }
    }

    private static int crc(ByteBuffer entry) {
        CRC32C crc = new CRC32C();
        crc.update(entry.array(), entry.arrayOffset(), ENTRY_BYTES - 4);
        return (int) crc.getValue();
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException everythingIsForced) {
                // Nothing is lost by it.
            }
            file = null;
        }
    }
}
