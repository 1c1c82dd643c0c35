import { timeOf, uuid } from './ids';
import type { Options, Tags } from './options';

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
  anonymousId: string;
  userId: string;
  tags: { [key: string]: string };
  cartValue: number;
  /** 1 opted in, -1 opted out. */
  consent?: number;
  settings?: { [name: string]: any };
}

/** What outlives a page load and belongs to one tab. */
interface Tab {
  id: string;
  /** The session that the numbers are of. */
  s: string;
  /** The next number of a recorded event, and of a batch. */
  seq: number;
  sequence: number;
  /** A page of this tab is alive: a second page with the same record is a duplicate of the tab. */
  open?: boolean;
}

export type Session = ReturnType<typeof openSession>;

/** Who is here and in which session: 30 minutes without activity or 24 hours end it, and every tab knows. */
export function openSession({ storage, cookieDomain }: Options) {
  const remembers = storage !== 'memory';
  let saved = 0;

  const attempt = <T>(run: () => T): T | undefined => {
    try {
      return remembers ? run() : undefined;
    } catch {
      // Storage may be full, broken or forbidden; then the session lives in memory.
    }
  };

  const anyone = (): Person => ({ anonymousId: uuid(), userId: '', tags: {}, cartValue: 0 });

  const read = (): Person => ({
    ...anyone(),
    ...attempt(() => JSON.parse((storage === 'cookie' ? decodeURIComponent((/(?:^|; )claymore=([^;]*)/.exec(document.cookie) || [])[1] || '') : localStorage.getItem(KEY)) || '{}')),
  });

  const save = () =>
    attempt(() => {
      const text = JSON.stringify(session.person);
      if (storage === 'cookie') {
        document.cookie = `${KEY}=${encodeURIComponent(text)};path=/;max-age=31536000;samesite=lax${location.protocol === 'https:' ? ';secure' : ''}${cookieDomain ? ';domain=' + cookieDomain : ''}`;
      } else localStorage.setItem(KEY, text);
    });

  const saveTab = (leaving?: boolean) => attempt(() => sessionStorage.setItem(TAB_KEY, JSON.stringify({ ...session.tab, open: !leaving })));

  const stored: Tab | undefined = attempt(() => JSON.parse(sessionStorage.getItem(TAB_KEY) || '{}'));
  const session = {
    person: read(),
    tab: (stored && stored.id && !stored.open ? stored : { id: uuid(), s: '', seq: 0, sequence: 0 }) as Tab,
    save,
    saveTab,

    /** Whether the session has ended and the next activity begins another. */
    expired(now = Date.now()): boolean {
      const { s, t } = session.person;
      return !s || now - (t || 0) > IDLE_MS || now - timeOf(s) > LONGEST_MS;
    },

    /** Notes that a person is there; true when that began a session that this tab has not been in. */
    active(now = Date.now()): boolean {
      const { person, tab } = session;
      if (now - saved > SAVE_EVERY_MS || session.expired(now)) {
        // Another tab may have begun the next session meanwhile, or kept this one alive.
        const { s, t } = read();
        if (s && t! > (person.t || 0)) Object.assign(person, { s, t });
        if (session.expired(now)) person.s = uuid(now);
        person.t = saved = now;
        save();
      }
      person.t = now;
      if (tab.s === person.s) return false;
      Object.assign(tab, { s: person.s, seq: 0, sequence: 0 });
      saveTab();
      return true;
    },

    /** Ends the session and forgets the person. */
    reset(): void {
      const { consent, settings } = session.person;
      session.person = { ...anyone(), consent, settings, s: uuid(), t: Date.now() };
      save();
    },

    setTags(tags: Tags): void {
      for (const key in tags) {
        const value = tags[key];
        if (value === null || value === undefined) delete session.person.tags[key];
        else session.person.tags[key] = String(value);
      }
      save();
    },
  };
  saveTab();
  return session;
}
