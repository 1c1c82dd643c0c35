import { options, type Settings } from './config';
import { timeOf, uuid } from './ids';
import { json } from './natives';
import type { SentTags } from './options';

const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 24 * 3_600_000;
const SAVE_EVERY_MS = 5_000;
const KEY = 'claymore';
const TAB_KEY = 'claymore_window';

/** What outlives a page load and is shared by the tabs of a site. */
export interface Person {
  /** The session. */
  s?: string;
  /** When a person was last seen doing something. */
  t?: number;
  /** The session of which everything is sent, since something made it worth it. */
  hit?: string;
  anonymousId: string;
  userId: string;
  tags: SentTags;
  cartValue: number;
  /** 1 opted in, -1 opted out. */
  consent?: number;
  settings?: Settings;
}

/** What outlives a page load and belongs to one tab. */
export interface Tab {
  id: string;
  /** The session that the numbers are of. */
  s: string;
  /** The next number of a recorded event, and of a batch. */
  seq: number;
  sequence: number;
  /** A page of this tab is alive: a second page with the same record is a duplicate of the tab. */
  open: boolean;
}

export let person: Person;
export let tab: Tab;
let saved = 0;
/** Something may be kept on the device: not before capture begins for the first time, which people may have to agree to. */
let keeping = false;
/** What could not be kept, and holds on this page all the same. */
let unsaved: Partial<Person> = {};

function attempt<T>(run: () => T): T | undefined {
  try {
    return options.storage === 'memory' ? undefined : run();
  } catch {
    // Storage may be full, broken or forbidden; then the session lives in memory.
  }
}

const inCookie = () => options.storage === 'cookie';

const anyone = (): Person => ({ anonymousId: uuid(), userId: '', tags: {}, cartValue: 0 });

/** What any tab has written last. */
const stored = (): Partial<Person> =>
  attempt(() => JSON.parse(inCookie() ? decodeURIComponent(/(^| )claymore=([^;]*)/.exec(document.cookie)![2]) : localStorage.getItem(KEY)!)) || {};

/** Takes in what other tabs have changed meanwhile. */
const refresh = (): Person => Object.assign(person, stored(), unsaved);

/** Changes what is known, on top of what other tabs have changed meanwhile. */
export function update(change: Partial<Person>): void {
  Object.assign(unsaved, change);
  const { consent } = refresh();
  if (!keeping && !change.consent) return;
  attempt(() => {
    // Of who has opted out nothing else is kept.
    const text = json(consent! < 0 ? { consent } : person);
    if (inCookie()) {
      const { cookieDomain } = options;
      document.cookie = `${KEY}=${encodeURIComponent(text)};path=/;max-age=31536000;samesite=lax${location.protocol === 'https:' ? ';secure' : ''}${cookieDomain ? ';domain=' + cookieDomain : ''}`;
    } else localStorage.setItem(KEY, text);
    unsaved = {};
  });
}

export const saveTab = (): void => attempt(() => sessionStorage.setItem(TAB_KEY, json(tab)));
const storedTab = (): Tab | null | undefined => attempt(() => JSON.parse(sessionStorage.getItem(TAB_KEY)!));

/** Whether a page of the tab is alive. */
export function setOpen(open: boolean): void {
  tab.open = open;
  saveTab();
}

/** Finds out who is here: 30 minutes without activity or 24 hours end a session, and every tab knows. */
export function openSession(): void {
  person = { ...anyone(), ...stored() };
  const before = storedTab();
  tab = before?.id && !before.open ? before : { id: uuid(), s: '', seq: 0, sequence: 0, open: true };
}

/** From here on a page of the tab is alive, and what is known is kept. */
export function keep(): void {
  keeping = true;
  setOpen(true);
}

/** Takes in what later pages of the tab have counted on, and whether one is alive. */
export function reopen(): boolean {
  refresh();
  return Object.assign(tab, storedTab()).open;
}

/** Whether the session has ended and the next activity begins another. */
export function expired(now = Date.now()): boolean {
  const { s, t } = person;
  return !s || now - t! > IDLE_MS || now - timeOf(s) > LONGEST_MS;
}

/** Notes that a person is there; true when that began a session that this tab has not been in. What has gathered is closed before. */
export function touch(close: () => void, now = Date.now()): boolean {
  if (now - saved > SAVE_EVERY_MS || expired(now)) {
    // Another tab may have begun the next session meanwhile, or kept this one alive.
    if (expired(now) || (stored().s || tab.s) !== tab.s) close();
    refresh();
    update({ s: expired(now) ? uuid(now) : person.s, t: (saved = now) });
  }
  person.t = now;
  if (tab.s === person.s) return false;
  close();
  Object.assign(tab, { s: person.s, seq: 0, sequence: 0 });
  saveTab();
  return true;
}

/** Ends the session and forgets the person, but not what they have agreed to. */
export const forget = (): void => update({ ...anyone(), s: uuid(), t: Date.now() });
