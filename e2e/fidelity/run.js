import { chromium } from 'playwright-core';
import { pageScript, playerScript, recorderScript } from './bundles.js';
import { differences } from './compare.js';

export const VIEWPORT = { width: 1000, height: 700 };
const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--js-flags=--expose-gc',
];

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium', args: FLAGS });
}

/**
 * One recording of one page and its replay. It is exact when there are neither differences
 * nor warnings; `direct` tells whether it is so when played without the player's virtual DOM.
 */
export async function check(browser, origin, page, { recorder, seed, steps, only, player = 'fast' }) {
  const recording = await record(browser, origin, page, { recorder, seed, steps, only });
  const judged = await judge(browser, origin, recording, player);
  // A replay that is right only without the player's virtual DOM says that the recording is right and the player is not.
  const direct = !judged.exact && player === 'fast' ? (await judge(browser, origin, recording, 'direct')).exact : judged.exact;
  const shown = !judged.exact && player === 'fast' ? (await judge(browser, origin, recording, 'shown')).exact : judged.exact;
  return {
    ...judged,
    direct,
    shown,
    events: recording.events.length,
    bytes: recording.events.reduce((sum, event) => sum + event.length, 0),
    counts: recording.counts,
    recording,
  };
}

async function judge(browser, origin, recording, player) {
  let replayed;
  try {
    replayed = await replay(browser, origin, recording.events, player, recording.canvas);
  } catch (problem) {
    return { exact: false, differences: [], warnings: [...recording.warnings, 'player: ' + String(problem.stack || problem).slice(0, 600)] };
  }
  const found = differences(recording.seen, replayed.seen);
  const warnings = [...recording.warnings, ...replayed.warnings];
  return { exact: found.length === 0 && warnings.length === 0, differences: found, warnings };
}

async function record(browser, origin, target, { recorder, seed, steps, only }) {
  const context = await browser.newContext({ viewport: VIEWPORT });
  try {
    const page = await context.newPage();
    const warnings = [];
    page.on('dialog', (dialog) => dialog.dismiss().catch(() => {}));
    // A dispatched event may make the page navigate; the recording would end there, and with it the comparison.
    const url = origin + target.path;
    await page.goto(target.early ? `${url}?early=${recorder}` : url, { waitUntil: 'load' });
    await page.evaluate(await pageScript());
    await until(page, () => globalThis.__claymorePage.loaded(document), 5000);
    if (!target.early) await page.evaluate(await startScript(recorder));
    const counts = steps > 0 && seed > 0 ? await page.evaluate(([seed, steps, only]) => globalThis.__claymorePage.storm(seed, steps, only), [seed, steps, only]) : {};
    await page.evaluate(quiet);
    await until(page, () => globalThis.__claymorePage.loaded(document), 3000);
    await page.evaluate(quiet);
    const { events, seen, problems } = JSON.parse(await page.evaluate(finish)); // deep trees only cross as text
    warnings.push(...problems.map((problem) => 'recorder: ' + problem));
    return { events, seen, counts, warnings, canvas: target.name.endsWith('fixture/canvas') };
  } finally {
    await context.close();
  }
}

/** The recorder and its start, also the first script of a page that is recorded while it loads. */
export const startScript = async (recorder) => `${await recorderScript(recorder)};(${start})(${JSON.stringify({ ours: recorder === 'ours' })})`;


/** In the page: starts the recorder with nothing masked, so that everything can be compared. */
function start({ ours }) {
  const events = (globalThis.__events = []);
  globalThis.__problems = [];
  globalThis.__lastEvent = performance.now();
  const emit = (event) => {
    events.push(JSON.stringify(event));
    globalThis.__lastEvent = performance.now();
  };
  const options = { emit, maskAllInputs: false };
  // The budget would thin out what a loaded machine records; what it costs is the overhead harness's question.
  if (ours) Object.assign(options, { cpuBudget: 1, onError: (problem) => globalThis.__problems.push(String((problem && problem.stack) || problem)) });
  // Ours has functions of its own for what rrweb's recording is asked.
  const begin = () => (globalThis.__recording = globalThis.__recorder.record(options) || { flush: globalThis.__recorder.finish, stop: globalThis.__recorder.stop });
  if (!ours || document.readyState !== 'loading') return begin();
  // As the SDK does; rrweb waits by itself.
  globalThis.__recorder.witness();
  return document.addEventListener('DOMContentLoaded', begin);
}

/** In the page: resolves once no event came for a while, or the page turns out never to rest. Fixtures change themselves until 1.1 s. */
async function quiet() {
  const begun = Math.max(performance.now(), 1200);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const now = performance.now();
    if ((now - globalThis.__lastEvent > 250 && now - begun > 350) || now - begun > 2500) return;
  }
}

/** In the page, in one task: what is seen now belongs to the last event. */
function finish() {
  const recording = globalThis.__recording;
  if (recording && recording.flush) recording.flush();
  const events = globalThis.__events.slice();
  globalThis.__claymorePage.settle(document);
  const seen = globalThis.__claymorePage.observe(document);
  (recording && recording.stop ? recording.stop.bind(recording) : recording)?.();
  return JSON.stringify({ events, seen, problems: globalThis.__problems });
}

/** Plays `events` to the last one in a fresh page. `fast` is the player as it is, `direct` without its virtual DOM, `shown` with what the UI adds. */
async function replay(browser, origin, events, player, canvas) {
  const context = await browser.newContext({ viewport: { width: VIEWPORT.width + 200, height: VIEWPORT.height + 200 } });
  try {
    const page = await context.newPage();
    const warnings = [];
    page.on('console', (message) => {
      if (/allow-scripts and allow-same-origin/.test(message.text())) return; // the browser, about how the player shows canvases
      if (/\[replayer\]|Node with id/i.test(message.text()) || message.type() === 'warning') warnings.push('player: ' + message.text().slice(0, 300));
    });
    page.on('pageerror', (error) => warnings.push('player: ' + String(error.stack || error).slice(0, 600)));
    await page.goto(origin + '/replay');
    await page.evaluate(await playerScript());
    await page.evaluate(await pageScript());
    // Canvases have no size where scripts are off, and the player lets scripts run only together with canvases.
    await page.evaluate(play, { events, player, canvas });
    const framed = () => globalThis.__claymorePage.loaded(globalThis.__replayer.iframe.contentDocument);
    await page.waitForTimeout(120);
    await until(page, framed, 4000);
    const seen = await page.evaluate(() => {
      const doc = globalThis.__replayer.iframe.contentDocument;
      globalThis.__claymorePage.settle(doc);
      return JSON.stringify(globalThis.__claymorePage.observe(doc));
    });
    return { seen: JSON.parse(seen), warnings: foldWarnings(warnings) };
  } finally {
    await context.close();
  }
}

function play({ events, player, canvas }) {
  const list = events.map((event) => JSON.parse(event));
  const insertStyleRules = player === 'shown' ? globalThis.__player.STEADY_RULES : [];
  const replayer = new globalThis.__player.Replayer(list, { insertStyleRules, showWarning: true, mouseTail: false, useVirtualDom: player !== 'direct', UNSAFE_replayCanvas: canvas, loadTimeout: 3000 });
  globalThis.__replayer = replayer;
  if (player === 'shown') globalThis.__player.steady(replayer);
  replayer.iframe.style.border = '0';
  const end = list[list.length - 1].timestamp - list[0].timestamp + 1000;
  replayer.pause(end);
}

function foldWarnings(warnings) {
  const counts = new Map();
  for (const warning of warnings) {
    const text = warning.replace(/\d+/g, '#');
    counts.set(text, { first: counts.get(text)?.first || warning, count: (counts.get(text)?.count || 0) + 1 });
  }
  return [...counts.values()].map(({ first, count }) => (count > 1 ? `${first} (${count} times)` : first));
}

async function until(page, condition, milliseconds) {
  const deadline = Date.now() + milliseconds;
  while (!(await page.evaluate(condition)) && Date.now() < deadline) await page.waitForTimeout(50);
}
