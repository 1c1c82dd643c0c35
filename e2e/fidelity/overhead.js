import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { pageScript, recorderEntry, recorderScript } from './bundles.js';
import { table as tableOfUse, visit } from './in-use.js';
import { launch, VIEWPORT } from './run.js';
import { serve } from './server.js';

// Main-thread milliseconds (the browser's own count, in the processor time of that thread, so that other load on the machine does not show), bytes and long tasks of a page without a recorder,
// with @rrweb/record and with ours; fresh pages, recorders taking turns, medians.

const { values: options } = parseArgs({
  options: Object.fromEntries(['rounds', 'rows', 'recorder', 'out'].map((name) => [name, { type: 'string' }])),
});
const rounds = Number(options.rounds || 5);
const recorders = options.recorder ? ['off', ...options.recorder.split(';')] : existsSync(recorderEntry()) ? ['off', 'rrweb', 'ours', 'ours, 5 %'] : ['off', 'rrweb'];

/** Name, what the page holds before, the burst (none: the first snapshot itself is the work). */
const ROWS = [
  ['first snapshot, small page', 'small', null],
  ['first snapshot, 10,000 elements', 'elements10000', null],
  ['first snapshot, 250,000 nodes', 'nodes250000', null],
  ['deep nesting', 'small', 'deepNesting'],
  ['1000×10 nodes', 'small', 'nodes1000x10'],
  ['add and remove', 'small', 'addAndRemove'],
  ['add and move', 'small', 'addAndMove'],
  ['10,000 attributes', 'small', 'attributes10000'],
  ['100,000 changes', 'elements10000', 'changes100000'],
].filter(([name]) => new RegExp(options.rows || '.').test(name));

async function measure(browser, origin, recorder, content, burst) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    await page.goto(origin + '/replay');
    await page.evaluate(await pageScript());
    await page.evaluate((content) => globalThis.__claymorePage.prepare[content](), content);
    if (recorder !== 'off') await page.evaluate(await recorderScript(recorder));
    await page.evaluate(rest);
    // What building the page has left is the browser's to clean up: within a minute it would (0.6 s of main thread for 250,000 nodes), and a
    // recorder that takes so long would pay for it. What is freed lets go of more, so twice.
    for (let times = 0; times < 2; times++) await session.send('HeapProfiler.collectGarbage');
    const begin = async () => {
      await page.evaluate(() => (globalThis.__watch = globalThis.__claymorePage.watchLongTasks()));
      return taskTime(session);
    };
    const start = () => page.evaluate(record, recorder);
    let before;
    if (burst) {
      await start();
      await page.evaluate(rest);
      await page.evaluate(() => {
        globalThis.__events.length = 0;
        globalThis.__recording = false; // and there: what is waited for from here on is no snapshot
      });
      before = await begin();
      await page.evaluate((burst) => globalThis.__claymorePage.bursts[burst](), burst);
    } else {
      before = await begin();
      await start();
    }
    await page.evaluate(rest);
    const milliseconds = (await taskTime(session)) - before;
    const longTasks = await page.evaluate(() => globalThis.__watch.stop());
    const text = await page.evaluate(() => globalThis.__events.map((event) => JSON.stringify(event)).join('\n'));
    return { milliseconds, longTasks: longTasks.count, longest: longTasks.longest, bytes: Buffer.byteLength(text), gzip: text ? gzipSync(text).length : 0 };
  } finally {
    await context.close();
  }
}

/** In the page, and in a task of the page: what DevTools evaluates is none, and would not be seen as a long one. */
function record(recorder) {
  globalThis.__events = [];
  globalThis.__recording = recorder !== 'off';
  if (!globalThis.__recording) return undefined;
  let begun;
  globalThis.__begun = new Promise((resolve) => (begun = resolve));
  const emit = (event) => {
    globalThis.__events.push(event);
    begun();
  };
  // With its ceiling ours puts work off, which is what keeps the page alive, and would look cheaper than it is.
  const options = { emit, maskAllInputs: false, cpuBudget: recorder === 'ours, 5 %' ? undefined : 1 };
  return new Promise((resolve) => setTimeout(() => resolve(void globalThis.__recorder.record(options))));
}

/** In the page: resolves when it has been idle for a while, so that deferred work is counted as well. */
async function rest() {
  let calm = 0;
  const deadline = performance.now() + 180000;
  // A full snapshot that is made in slices is work on the way, although no event tells of it before it is there; looking for it would be work as well.
  if (globalThis.__recording) await Promise.race([globalThis.__begun, new Promise((resolve) => setTimeout(resolve, 180000))]);
  while (calm < 8 && performance.now() < deadline) {
    const asked = performance.now();
    const events = (globalThis.__events || []).length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    calm = performance.now() - asked < 70 && (globalThis.__events || []).length === events ? calm + 1 : 0;
  }
}

async function taskTime(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration').value * 1000;
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

function medians(samples) {
  return Object.fromEntries(Object.keys(samples[0]).map((key) => [key, Math.round(median(samples.map((sample) => sample[key])) * 10) / 10]));
}

const server = await serve();
const browser = await launch();
const results = [];
for (const [name, content, burst] of ROWS) {
  const samples = Object.fromEntries(recorders.map((recorder) => [recorder, []]));
  for (let round = 0; round < rounds; round++) {
    for (const recorder of recorders) samples[recorder].push(await measure(browser, server.origin, recorder, content, burst));
  }
  const row = { name };
  for (const recorder of recorders) row[recorder] = medians(samples[recorder]);
  results.push(row);
  console.log(name, JSON.stringify(row));
}
const used = Object.fromEntries(['no', 'yes'].map((sdk) => [sdk, []]));
for (let round = 0; new RegExp(options.rows || '.').test('in use') && round < rounds; round++) {
  for (const sdk of ['no', 'yes']) used[sdk].push(await visit(browser, server.origin, sdk, taskTime));
}
await browser.close();
server.close();

const others = recorders.slice(1);
const cell = (value) => Math.round(value).toLocaleString('en');
const table = [
  `| main-thread ms | ${recorders.join(' | ')} | ${others.map((recorder) => `${recorder} bytes / gzip`).join(' | ')} | long tasks ${recorders.join(' / ')} | longest ms ${recorders.join(' / ')} |`,
  `|---|${recorders.map(() => '---|').join('')}${others.map(() => '---|').join('')}---|---|`,
  ...results.map(
    (row) =>
      `| ${row.name} | ${recorders.map((recorder) => cell(row[recorder].milliseconds)).join(' | ')} | ${others.map((recorder) => `${cell(row[recorder].bytes)} / ${cell(row[recorder].gzip)}`).join(' | ')} | ${recorders.map((recorder) => row[recorder].longTasks).join(' / ')} | ${recorders.map((recorder) => row[recorder].longest).join(' / ')} |`,
  ),
].join('\n');
const use = used.yes.length ? '\n\n' + tableOfUse([['without the SDK', medians(used.no)], ['with it', medians(used.yes)]]) : '';
const out = options.out || new URL('out', import.meta.url).pathname;
mkdirSync(out, { recursive: true });
writeFileSync(`${out}/overhead.json`, JSON.stringify(results, null, 1));
writeFileSync(`${out}/overhead.md`, `# Overhead\n\nMedians of ${rounds} interleaved runs, Chromium ${browser.version()}\n\n${table}${use}\n`);
console.log('\n' + table + use);

// Ours has to cost no more than the control on any row, with its ceiling and without.
const above = (row) => recorders.some((recorder) => recorder.startsWith('ours') && row.rrweb && ['bytes', 'gzip', 'milliseconds'].some((key) => row[recorder][key] > row.rrweb[key]));
const worse = results.filter(above);
for (const row of worse) console.log(`above rrweb: ${row.name}`);
process.exitCode = worse.length ? 1 : 0;
