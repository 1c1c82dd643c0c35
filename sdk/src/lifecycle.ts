import { captureClicks } from './capture/clicks';
import { captureConsole, captureErrors } from './capture/errors';
import { captureForms } from './capture/forms';
import { capturePages, forgetView, view } from './capture/pages';
import { captureRequests } from './capture/requests';
import { captureVitals } from './capture/vitals';
import { captures, options } from './config';
import { event, left, on, run, running } from './events';
import { EVERYTHING, hold, NOTHING, RECORDING } from './kept';
import { guard, tell } from './listeners';
import { later, listenAgain, native } from './natives';
import { checkpoint, finish, mark, spent } from './recorder';
import { startReplay, stopReplay } from './replay';
import { keep, person, reopen, setOpen, tab, touch } from './session';
import { close, flush, leave, resume } from './transport/transport';

const LOOK_MS = 20;
const MOST_LOOKS = 50;

let installed = false;

/** Draws by the session's id, so that all pages and tabs of a session agree. */
function drawn(setting: 'sampleRate' | 'replaySampleRate', digits: number): boolean {
  const { s } = person;
  const rate = options[setting] ?? person.settings?.[setting];
  return rate == null || s === person.hit || parseInt(s!.substr(digits, 6), 16) / 0x1000000 < rate;
}

/** Captures from now on, as far as the session was drawn. */
export function start(): void {
  if (running || !person || person.consent! < 0) return;
  keep();
  touch(close);
  const { replayOn } = options;
  const all = drawn('sampleRate', -6);
  const recorded = drawn('replaySampleRate', -12);
  if (!all && !replayOn) return;
  hold(!all ? EVERYTHING : recorded || !replayOn ? NOTHING : RECORDING);
  run(true, renew);
  tell('session', person.s);
  if (!installed) install();
  forgetView();
  if (captures('pages')) view();
  if (options.replay !== false && (recorded || replayOn)) startReplay();
}

/** Captures no more. What was captured is sent. */
export function stop(discarding?: boolean): void {
  if (!running) return;
  stopReplay(discarding);
  run(false);
  flush();
}

/** The next session has begun: it is drawn, and seen from its beginning. */
function renew(): void {
  stop(true);
  start();
}

function install(): void {
  installed = true;
  const parts = { errors: captureErrors, console: captureConsole, requests: captureRequests, clicks: captureClicks, forms: captureForms, pages: capturePages, vitals: captureVitals };
  (Object.keys(parts) as (keyof typeof parts)[]).forEach((part) => captures(part) && parts[part]());
  on(window, 'pagehide', () => end(true));
  on(document, 'visibilitychange', () => {
    // The page has ended already: Chromium hides it after that, and shows it before it is back. The numbers are another page's.
    if (!tab.open) return;
    const hidden = document.visibilityState === 'hidden';
    mark('claymore.visibility', { hidden });
    if (hidden) end(false);
    else resume();
  });
  on(window, 'pageshow', ({ persisted }) => {
    if (!persisted) return;
    stop(true);
    back(MOST_LOOKS);
  });
  on(window, 'online', resume);
  // Written anew by `document.open`, which no event tells of.
  new (native<typeof MutationObserver>('MutationObserver'))(
    guard(([{ removedNodes }]: MutationRecord[]) => {
      listenAgain();
      if (removedNodes[0]) checkpoint();
    }),
  ).observe(document, { childList: true });
}

/** From the back/forward cache: as a new view of the page. The page that was left before may still be counting, as its end is told after that. */
function back(looks: number): void {
  if (reopen() && looks) later(guard(() => back(looks - 1)), LOOK_MS);
  else start();
}

function end(ends: boolean): void {
  finish();
  // What the recorder itself has cost the page.
  if (ends && spent) event('vital', { name: 'recorder', value: Math.round(spent), durationMs: Math.round(performance.now()) });
  left(ends);
  leave();
  setOpen(!ends);
}
