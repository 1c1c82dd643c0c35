package dev.claymore.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Where the bytes are.
 *
 * @param slices by table, project, week and disk: what projects, forecasts and the governor are reckoned from
 */
public record StorageUse(
        Instant measuredAt,
        List<Table> tables,
        List<Column> columns,
        List<Slice> slices,
        List<Disk> disks,
        long systemBytes) {

    /** @param bytes of the table on this disk; {@code inactiveBytes} are replaced parts that go within minutes */
    public record Table(
            String table,
            DataKind kind,
            String disk,
            boolean remote,
            long parts,
            long rows,
            long bytes,
            long inactiveBytes,
            long uncompressedBytes,
            String oldest,
            String newest) {}

    /** Only parts in ClickHouse's wide form know the sizes of their columns. */
    public record Column(String table, String column, long bytes, long uncompressedBytes) {}

    /** @param bytes of the part, shared out by rows, for recordings by the bytes of their events */
    public record Slice(
            String table, DataKind kind, String projectId, LocalDate week, boolean remote, long rows, long bytes) {}

    public record Disk(String name, String type, boolean remote, long totalBytes, long freeBytes) {}

    public long localBytes() {
        return tables.stream()
                .filter(table -> !table.remote())
                .mapToLong(Table::bytes)
                .sum();
    }

    public long remoteBytes() {
        return tables.stream().filter(Table::remote).mapToLong(Table::bytes).sum();
    }

    /** Of one project, on all disks. */
    public long bytesOf(String projectId) {
        return slices.stream()
                .filter(slice -> slice.projectId().equals(projectId))
                .mapToLong(Slice::bytes)
                .sum();
    }

    /** Free on the local disk. */
    public long localFreeBytes() {
        return disks.stream()
                .filter(disk -> !disk.remote())
                .mapToLong(Disk::freeBytes)
                .max()
                .orElse(0);
    }
}
