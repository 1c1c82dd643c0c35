/**
 * How small recordings and events get: real visits to real pages, stored by the product, beside PostgreSQL and beside a file per recording; and how
 * long it takes to open a recording and to begin in its middle. Prints Markdown. `visits=5` is how often each site is visited; `sent=FILE` keeps what
 * the browser sent in that file, or takes it from there when it exists.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { serve } from '../fidelity/server.js';
import { startServer } from '../lib/server.js';
import { until } from '../lib/wait.js';
import { openDoor } from './door.js';
import { fetchReplay, fileBytes, postgresBytes, quantile, tableBytes } from './measure.js';
import { decode, recordings as recordingsOf } from './recordings.js';
import { pageCount, sites } from './sites.js';
import { visitAll } from './visits.js';

const options = Object.fromEntries(process.argv.slice(2).map((option) => option.split('=')));
const visits = Number(options.visits ?? 5);
const log = (line) => process.stderr.write(`${line}\n`);
const say = (line = '') => process.stdout.write(`${line}\n`);
const count = (number) => Math.round(number).toLocaleString('en');
const siteOf = (path) => sites.find(({ pages }) => pages.includes(path.replace('/npm/', '')))?.site;

async function projects(server) {
  const keys = new Map();
  for (const { site } of sites) keys.set(site, (await server.api('POST', '/api/projects', { projectId: site, name: site })).writeKey);
  return keys;
}

/** Visits every site with a server behind it; the answer is what the browser sent. */
async function record() {
  const server = await startServer('serve');
  const pages = await serve();
  const keys = await projects(server);
  const door = await openDoor(pages.origin, server.url, (path) => keys.get(siteOf(path)));
  try {
    log(`${sites.length} sites of ${pageCount} pages, ${visits} visits each`);
    await visitAll(door, visits, log);
    const site = new Map([...keys].map(([name, key]) => [key, name]));
    const keyOf = ({ url, headers }) => new URL(url, door.origin).searchParams.get('key') ?? headers.authorization?.replace('Bearer ', '');
    return door.batches.map((batch) => ({ ...batch, site: site.get(keyOf(batch)) }));
  } finally {
    await door.close();
    pages.close();
    await server.stop();
  }
}

/** Sends the batches to a new server, all but the time of sending as it was, which would have the server mend the clock; returns when all rows are in their tables and merged as they will be when a day has passed. */
async function load(server, keys, batches, projectOf) {
  for (const { site, url, headers, batch } of batches) {
    const target = new URL(url, server.url);
    if (target.searchParams.has('key')) target.searchParams.set('key', keys.get(projectOf(site)));
    const own = { ...headers, ...(headers.authorization && { authorization: `Bearer ${keys.get(projectOf(site))}` }) };
    delete own['content-encoding'];
    const response = await fetch(target, { method: 'POST', headers: own, body: JSON.stringify({ ...batch, sentAt: Date.now() }) });
    if (!response.ok) throw new Error(`a batch was refused: ${response.status} ${await response.text()}`);
    const { rejected } = await response.json();
    if (rejected?.length) log(`${rejected.length} events were rejected: ${JSON.stringify(rejected[0])}`);
  }
  const wanted = batches.reduce((sum, { batch }) => sum + batch.events.filter(({ type }) => type === 'replay').length, 0);
  await until('every rrweb event to be stored', async () => (await server.sql('SELECT count() AS rows FROM replay_events'))[0].rows >= wanted, { within: 120_000, every: 300 });
  const inserted = { replay: await tableBytes(server, 'replay_events') };
  for (const table of ['replay_events', 'events']) {
    // Sizes by column exist in wide parts alone, which these are when a site has more than a handful of visits.
    await server.sql(`ALTER TABLE ${table} MODIFY SETTING min_bytes_for_wide_part = 0, min_rows_for_wide_part = 0`).catch(nothing);
    await server.sql(`OPTIMIZE TABLE ${table} FINAL`).catch(nothing);
  }
  return { inserted, replay: await tableBytes(server, 'replay_events'), events: await tableBytes(server, 'events') };
}

/** The engine answers these with no rows at all, which is not the JSON that is asked for. */
const nothing = (error) => {
  if (!(error instanceof SyntaxError)) throw error;
};

/** Every recording comes back as it was recorded, value for value and in the order of the keys. */
async function verify(server, recordings, projectOf) {
  for (const recording of recordings) {
    const { json } = await fetchReplay(server, projectOf(recording.site), recording);
    const stored = JSON.parse(json).map(({ type, data, timestamp }) => JSON.stringify({ type, data, timestamp }));
    const sent = recording.events.map(({ data: { type, data, timestamp } }) => JSON.stringify({ type, data, timestamp }));
    if (stored.length !== sent.length || stored.some((event, index) => event !== sent[index])) throw new Error(`the recording of session ${recording.sessionId} of ${recording.site} came back different`);
  }
}

/** Opens every recording whole, and begins each at five moments of it. */
async function time(server, recordings, projectOf) {
  const whole = [];
  const seek = [];
  for (let round = 0; round < 2; round++) {
    for (const recording of recordings) {
      const project = projectOf(recording.site);
      const [first, last] = [recording.events[0].data.timestamp, recording.events.at(-1).data.timestamp];
      const opened = await fetchReplay(server, project, recording);
      if (round > 0) whole.push(opened.ms);
      for (let part = 0.1; part < 1; part += 0.2) {
        const sought = await fetchReplay(server, project, recording, new Date(first + (last - first) * part).toISOString());
        if (round > 0) seek.push(sought.ms);
      }
    }
  }
  return { whole, seek };
}

async function stored(batches, recordings, projectOf, timed) {
  const server = await startServer('serve');
  try {
    const keys = await projects(server);
    const sizes = await load(server, keys, batches, projectOf);
    await verify(server, recordings, projectOf);
    return { ...sizes, times: timed ? await time(server, recordings, projectOf) : null };
  } finally {
    await server.stop();
  }
}

function kept() {
  return JSON.parse(readFileSync(options.sent, 'utf8')).map((batch) => ({ ...batch, body: Buffer.from(batch.body, 'base64') }));
}

const sentBatches = options.sent && existsSync(options.sent) ? kept() : await record();
if (options.sent && !existsSync(options.sent)) writeFileSync(options.sent, JSON.stringify(sentBatches.map((batch) => ({ ...batch, body: batch.body.toString('base64') }))));
const batches = decode(sentBatches);
const recordings = recordingsOf(batches);
const sum = (list, of) => list.reduce((total, item) => total + of(item), 0);
const json = sum(recordings, (recording) => Buffer.byteLength(recording.json));
const wire = sum(batches, ({ wireBytes }) => wireBytes);
const sent = sum(batches, ({ jsonBytes }) => jsonBytes);
log('stored, a project for each site');
const apart = await stored(batches, recordings, (site) => site, true);
log('stored, one project for all');
const together = await stored(batches, recordings, () => sites[0].site, false);
log('files and PostgreSQL');
const files = fileBytes(recordings);
const postgres = await postgresBytes(recordings, batches);

const ratio = (bytes) => `${(json / bytes).toFixed(1)} : 1`;
say(`${sites.length} sites, ${pageCount} pages, ${recordings.length} recordings by the browser SDK, ${count(sum(recordings, ({ events }) => events.length))} rrweb events; ${batches.length} batches of ${count(sent)} bytes of JSON, ${count(wire)} as sent (gzip). Every recording was read back equal.`);
say();
say('| recordings as | bytes | ratio |');
say('|---|---|---|');
say(`| JSON as recorded | ${count(json)} | 1 |`);
for (const [name, bytes] of Object.entries({
  'a gzip file per recording': files.gzip,
  'a zstd -3 file per recording': files.zstd3,
  'a zstd -19 file per recording': files.zstd19,
  ...Object.fromEntries(Object.entries(postgres.bytes).map(([name, size]) => [`PostgreSQL ${postgres.version}, ${name}`, size])),
  '`replay_events`, one project, as the inserts left it': together.inserted.replay.disk,
  '`replay_events`, one project for all sites': together.replay.disk,
  '`replay_events`, as the inserts left it': apart.inserted.replay.disk,
  '`replay_events`': apart.replay.disk,
})) say(`| ${name} | ${count(bytes)} | ${ratio(bytes)} |`);
say();
say(`Events: ${count(apart.events.rows)} rows, ${count(apart.events.disk)} bytes in \`events\`, ${count(postgres.events)} in PostgreSQL as jsonb with an index.`);
for (const [table, { columns }] of Object.entries({ replay_events: apart.replay, events: apart.events })) {
  say();
  say(`| column of \`${table}\` | bytes | on disk | ratio |`);
  say('|---|---|---|---|');
  for (const { name, raw, disk } of columns.slice(0, 12)) say(`| ${name} | ${count(raw)} | ${count(disk)} | ${(raw / disk).toFixed(1)} |`);
}
say();
say('| through the replay API, ms | p50 | p95 | p99 | most |');
say('|---|---|---|---|---|');
for (const [name, times] of Object.entries({ 'one recording whole': apart.times.whole, 'from any moment of it': apart.times.seek })) {
  say(`| ${name} (${times.length}) | ${[0.5, 0.95, 0.99, 1].map((part) => quantile(times, part).toFixed(1)).join(' | ')} |`);
}
