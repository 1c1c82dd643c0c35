import { captureClicks } from './capture/clicks';
import { captureConsole, captureErrors } from './capture/errors';
import { captureForms } from './capture/forms';
import { capturePages, forgetView, view } from './capture/pages';
import { captureRequests } from './capture/requests';
import { captureVitals } from './capture/vitals';
import { captures, options } from './config';
import { active, event, left, on, run, running } from './events';
import { EVERYTHING, hold, NOTHING, RECORDING } from './kept';
import { tell } from './listeners';
import { checkpoint, finish, mark, spent } from './recorder';
import { startReplay, stopReplay } from './replay';
import { person, setOpen, tab, touch } from './session';
import { flush, leave, resume } from './transport/transport';

let installed = false;

/** Draws by the session's id, so that all pages and tabs of a session agree. */
function drawn(setting: 'sampleRate' | 'replaySampleRate', digits: number): boolean {
  const { s } = person;
  const rate = options[setting] ?? person.settings?.[setting];
  return rate == null || s === person.hit || parseInt(s!.substr(digits, 6), 16) / 0x1000000 < rate;
}

/** Captures from now on, as far as the session was drawn. */
export function start(): void {
  if (running || !person) return;
  touch();
  const { replayOn } = options;
  const all = drawn('sampleRate', -6);
  const recorded = drawn('replaySampleRate', -12);
  if (!all && !replayOn) return;
  hold(!all ? EVERYTHING : recorded ? NOTHING : RECORDING);
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
  for (const part in parts) if (captures(part as keyof typeof parts)) parts[part as keyof typeof parts]();
  on(window, 'pagehide', () => end(true));
  on(document, 'visibilitychange', () => {
    const hidden = document.visibilityState === 'hidden';
    mark('claymore.visibility', { hidden });
    if (hidden) end(false);
    else resume();
  });
  on(window, 'pageshow', ({ persisted }) => {
    if (!persisted) return;
    // Back from the back/forward cache: as a new view of the page.
    setOpen(true);
    resume();
    active();
    view();
    checkpoint();
  });
  on(window, 'online', resume);
}

function end(ends: boolean): void {
  // The page has ended already: Chromium hides it after that.
  if (!tab.open) return;
  finish();
  // What the recorder itself has cost the page.
  if (ends && spent) event('vital', { name: 'recorder', value: Math.round(spent), durationMs: Math.round(performance.now()) });
  left(ends);
  leave();
  setOpen(!ends);
}
