/** Sizes of what is stored, of files, and of PostgreSQL's rows; times through the product's own replay API. */
import { execFileSync } from 'node:child_process';
import { gunzipSync, gzipSync } from 'node:zlib';
import { copied, startPostgres } from './postgres.js';

/** Bytes of a table on disk, of its columns, and in how many parts. */
export async function tableBytes(server, table) {
  const [whole] = await server.sql(`SELECT count() AS parts, sum(rows) AS rows, sum(bytes_on_disk) AS disk FROM system.parts WHERE active AND database = 'claymore' AND table = '${table}'`);
  const columns = await server.sql(
    `SELECT column AS name, sum(column_data_uncompressed_bytes) AS raw, sum(column_bytes_on_disk) AS disk FROM system.parts_columns WHERE active AND database = 'claymore' AND table = '${table}' GROUP BY column ORDER BY disk DESC`,
  );
  return { ...whole, columns };
}

/** A file per recording, as recorders that keep files do. */
export function fileBytes(recordings) {
  const zstd = (json, level) => execFileSync('zstd', [`-${level}`, '-c', '-q', '--no-progress'], { input: json, maxBuffer: 1 << 28 }).length;
  const sum = (size) => recordings.reduce((bytes, { json }) => bytes + size(json), 0);
  return { gzip: sum((json) => gzipSync(json, { level: 6 }).length), zstd3: sum((json) => zstd(json, 3)), zstd19: sum((json) => zstd(json, 19)) };
}

/** The same rows in PostgreSQL: an rrweb event per row, its payload as jsonb or text, with the compression PostgreSQL has. */
export async function postgresBytes(recordings, batches) {
  const postgres = await startPostgres();
  try {
    const bytes = {};
    const replay = recordings.flatMap(({ site, sessionId, windowId, events }) =>
      events.map(({ seq, data }) => [site, sessionId, windowId, seq, data.timestamp, data.type, JSON.stringify(data.data ?? null)].map(copied).join('\t')),
    );
    for (const [name, type, compression] of [['jsonb, pglz', 'jsonb', 'pglz'], ['jsonb, lz4', 'jsonb', 'lz4'], ['text, pglz', 'text', 'pglz']]) {
      postgres.sql(`DROP TABLE IF EXISTS replay; CREATE TABLE replay ("projectId" text, "sessionId" uuid, "windowId" text, seq int, "timestamp" bigint, type smallint, payload ${type} COMPRESSION ${compression}, PRIMARY KEY ("projectId", "sessionId", "windowId", seq))`);
      // jsonb cannot hold U+0000: where a page has one, its rows are as large with a space.
      postgres.sql('COPY replay FROM STDIN', replay.map((row) => (type === 'jsonb' ? row.replaceAll('\\\\u0000', ' ') : row)).join('\n') + '\n');
      bytes[name] = Number(postgres.sql("SELECT pg_total_relation_size('replay')"));
    }
    const events = batches.flatMap(({ site, batch }) =>
      batch.events.filter(({ type }) => type !== 'replay').map((event) => [site, batch.sessionId, event.timestamp, event.type, JSON.stringify({ ...batch.context, ...event })].map(copied).join('\t')),
    );
    postgres.sql('CREATE TABLE events ("projectId" text, "sessionId" uuid, "timestamp" bigint, type text, event jsonb)');
    postgres.sql('CREATE INDEX ON events ("projectId", "timestamp")');
    postgres.sql('COPY events FROM STDIN', events.join('\n') + '\n');
    return { version: postgres.version, bytes, events: Number(postgres.sql("SELECT pg_total_relation_size('events')")) };
  } finally {
    await postgres.stop();
  }
}

/** Fetches a recording, or what it takes to begin at `from`; gzipped on the way as a browser asks for it. */
export async function fetchReplay(server, project, { sessionId, windowId }, from) {
  const query = new URLSearchParams({ windowId, ...(from ? { from: String(from) } : {}) });
  const began = performance.now();
  const response = await fetch(`${server.url}/api/projects/${project}/sessions/${sessionId}/replay?${query}`, { headers: { authorization: `Bearer ${server.token}`, 'accept-encoding': 'gzip' } });
  const body = Buffer.from(await response.arrayBuffer());
  const ms = performance.now() - began;
  if (!response.ok) throw new Error(`replay of ${sessionId}: ${response.status} ${body.toString('utf8').slice(0, 200)}`);
  return { ms, json: (body[0] === 0x1f ? gunzipSync(body) : body).toString('utf8') };
}

export function quantile(values, part) {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
