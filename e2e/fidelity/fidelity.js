import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { pages } from './pages.js';
import { check, launch } from './run.js';
import { markdown, summary } from './report.js';
import { serve } from './server.js';

const USAGE = `fidelity: record pages under a storm of changes, replay with @rrweb/replay, compare.
  --recorder ours|rrweb|both  (both)      --pages REGEX   only pages whose name matches
  --seeds N    storms per page (3: of the DOM, of style sheets, of everything), besides one run without changes
  --steps N    changes per storm (2000)   --first N       first seed (1)
  --player fast|direct|shown  the player as it is, without its virtual DOM, or as the UI has it (fast)
  --jobs N     pages at a time (2)        --only KINDS    kinds of change, comma-separated
  --calm yes|no               the run without changes (yes)
  --floor NAME the runs of that name in floors.json, of which each has to be exact
  --out DIR    where report.md and report.json go (fidelity/out)   --show N   differences kept per run (6)
  --resume yes|no             goes on where the last call with the same --out was stopped: runs it has answers of are not run again (no)`;

const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['recorder', 'pages', 'seeds', 'steps', 'first', 'player', 'jobs', 'only', 'calm', 'floor', 'out', 'show', 'dump', 'resume'].map((name) => [name, { type: 'string' }]).concat([['help', { type: 'boolean' }]]),
  ),
});
if (options.help) {
  console.log(USAGE);
  process.exit(0);
}

const recorders = !options.recorder || options.recorder === 'both' ? ['ours', 'rrweb'] : [options.recorder];
const pattern = new RegExp(options.pages || '.');
const targets = pages().filter((page) => pattern.test(page.name));
const first = Number(options.first || 1);
const seeds = [...(options.calm === 'no' ? [] : [0]), ...Array.from({ length: Number(options.seeds ?? 3) }, (_, index) => first + index)];
const floor = options.floor && JSON.parse(readFileSync(new URL('floors.json', import.meta.url)))[options.floor];
const steps = Number(options.steps || floor?.steps || 2000);
const show = Number(options.show || 6);

const server = await serve();
let launched = launch();
let launches = 1;
const out = options.out || new URL('out', import.meta.url).pathname;
mkdirSync(out, { recursive: true });
/** Every answer, a line each, as it comes: a sweep takes hours, and what is stopped must not be lost. */
const kept = `${out}/results.jsonl`;
if (options.resume !== 'yes') rmSync(kept, { force: true });
const results = existsSync(kept)
  ? readFileSync(kept, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  : [];
const answered = new Set(results.map(key));
const queue = floor
  ? floor.runs.map((run) => {
      const [name, seed, recorder, player] = run.split(' ');
      return { page: targets.find((page) => page.name === name), seed: Number(seed), recorders: [recorder || 'ours'], player };
    })
  : targets.flatMap((page) => seeds.map((seed) => ({ page, seed, recorders })));
const started = Date.now();

/** The browser, a new one when a page has taken the last down with it. */
async function running() {
  const browser = await launched;
  if (browser.isConnected() || launches > 20) return browser;
  // The others that find it gone wait for the same new one.
  if (browser === (await launched)) {
    launched = launch();
    launches++;
  }
  return launched;
}

async function worker() {
  for (let job = queue.shift(); job; job = queue.shift()) {
    for (const recorder of job.recorders) {
      if (answered.has(key({ page: job.page.name, seed: job.seed, recorder }))) continue;
      const result = { page: job.page.name, seed: job.seed, recorder };
      try {
        const outcome = await withDeadline(check(await running(), server.origin, job.page, { recorder, seed: job.seed, steps, player: job.player || options.player, only: options.only?.split(',') }));
        if (options.dump) dump(result, outcome.recording);
        Object.assign(result, {
          exact: outcome.exact,
          direct: outcome.direct,
          shown: outcome.shown,
          differenceCount: outcome.differences.length,
          differences: outcome.differences.slice(0, show),
          warnings: outcome.warnings,
          events: outcome.events,
          bytes: outcome.bytes,
        });
      } catch (problem) {
        Object.assign(result, { exact: false, differenceCount: 0, differences: [], warnings: ['harness: ' + String(problem.stack || problem).slice(0, 600)] });
      }
      // A floor is of the recorder, not of how busy the machine is: what fails is run once more.
      if (floor && !result.exact && recorder === 'ours' && !job.again) {
        queue.push({ ...job, again: true });
        continue;
      }
      results.push(result);
      appendFileSync(kept, JSON.stringify(result) + '\n');
      console.log(summary(result));
    }
  }
}

function key({ page, seed, recorder }) {
  return `${recorder} ${page} ${seed}`;
}

function dump(result, recording) {
  mkdirSync(options.dump, { recursive: true });
  writeFileSync(`${options.dump}/${result.page.replace(/\W+/g, '-')}-${result.recorder}-${result.seed}.json`, `[${recording.events.join(',\n')}]`);
}

function withDeadline(promise) {
  let timer;
  const deadline = new Promise((resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 4 minutes')), 240_000);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}

await Promise.all(Array.from({ length: Number(options.jobs || 2) }, worker));
const browser = await launched;
const version = browser.version();
await browser.close();
server.close();

results.sort((one, other) => one.page.localeCompare(other.page) || one.seed - other.seed);
const report = markdown(results, { recorders, steps, seeds, seconds: Math.round((Date.now() - started) / 1000), browser: version });
writeFileSync(`${out}/report.json`, JSON.stringify(results, null, 1));
writeFileSync(`${out}/report.md`, report.text);
console.log('\n' + report.totals);
process.exitCode = verdict();

/** Fails when ours misses a run that rrweb passes, or falls below the floor; the control alone passes. */
function verdict() {
  const exact = new Set(results.filter((result) => result.exact).map(key));
  let failed = 0;
  for (const result of results) {
    if (result.recorder === 'ours' && !result.exact && exact.has(`rrweb ${result.page} ${result.seed}`)) {
      console.log(`worse than rrweb: ${result.page} seed ${result.seed}`);
      failed++;
    }
  }
  if (floor) {
    const below = results.filter((result) => result.recorder === 'ours' && !result.exact);
    for (const result of below) console.log(`below the floor: ${result.page} seed ${result.seed}`);
    failed += below.length + floor.runs.length - results.length;
  }
  if (results.length === 0) failed++;
  const ours = results.filter((result) => result.recorder === 'ours');
  const counted = ours.length ? ours : results;
  console.log(`${counted.filter((result) => result.exact).length} passed, ${counted.filter((result) => !result.exact).length} failed`);
  return failed ? 1 : 0;
}
