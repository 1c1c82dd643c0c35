import { timeOf, uuid } from './ids';
import type { Options, Tags } from './options';

const IDLE_MS = 30 * 60_000;
const LONGEST_MS = 24 * 3_600_000;
const KEY = 'claymore';
const WINDOW_KEY = 'claymore_window';
const SAVE_EVERY_MS = 5_000;

/** What outlives a page load and is shared by the tabs of a site. */
interface Person {
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

/** Who is here and in which session: 30 minutes without activity or 24 hours end it, and every tab knows. */
export class Session {
  person: Person;
  tab: Tab;
  private saved = 0;

  constructor(private readonly options: Options) {
    this.person = this.read();
    const stored = this.parse(() => this.tabStore()?.getItem(WINDOW_KEY)) as Tab | undefined;
    this.tab = stored && stored.id && !stored.open ? stored : { id: uuid(), s: '', seq: 0, sequence: 0 };
    this.tab.open = true;
  }

  get id(): string {
    return this.person.s || '';
  }

  /** Whether the session has ended and the next activity begins another. */
  expired(now = Date.now()): boolean {
    const { s, t } = this.person;
    return !s || now - (t || 0) > IDLE_MS || now - timeOf(s) > LONGEST_MS;
  }

  /** Notes that a person is there; true when that began a session that this tab has not been in. */
  active(now = Date.now()): boolean {
    if (now - this.saved > SAVE_EVERY_MS || this.expired(now)) {
      // Another tab may have begun the next session meanwhile, or kept this one alive.
      const shared = this.read();
      if (shared.s && (shared.t || 0) > (this.person.t || 0)) Object.assign(this.person, { s: shared.s, t: shared.t });
      if (this.expired(now)) this.person.s = uuid(now);
      this.person.t = now;
      this.saved = now;
      this.save();
    }
    this.person.t = now;
    if (this.tab.s === this.person.s) return false;
    Object.assign(this.tab, { s: this.person.s, seq: 0, sequence: 0 });
    this.saveTab();
    return true;
  }

  /** Ends the session and forgets the person. */
  reset(): void {
    const { consent, settings } = this.person;
    this.person = { ...this.anyone(), consent, settings };
    this.save();
  }

  save(): void {
    const { storage, cookieDomain } = this.options;
    const text = JSON.stringify(this.person);
    try {
      if (storage === 'memory') return;
      if (storage === 'cookie') {
        document.cookie = `${KEY}=${encodeURIComponent(text)};path=/;max-age=31536000;samesite=lax${location.protocol === 'https:' ? ';secure' : ''}${cookieDomain ? ';domain=' + cookieDomain : ''}`;
      } else localStorage.setItem(KEY, text);
    } catch {
      // Storage may be full or forbidden; then the session lives in memory.
    }
  }

  saveTab(leaving?: boolean): void {
    try {
      this.tabStore()?.setItem(WINDOW_KEY, JSON.stringify({ ...this.tab, open: !leaving }));
    } catch {
      // As above.
    }
  }

  setTags(tags: Tags): void {
    for (const key in tags) {
      const value = tags[key];
      if (value === null || value === undefined) delete this.person.tags[key];
      else this.person.tags[key] = String(value);
    }
    this.save();
  }

  private read(): Person {
    const text = () => {
      const { storage } = this.options;
      if (storage === 'memory') return '';
      if (storage !== 'cookie') return localStorage.getItem(KEY);
      const found = /(?:^|; )claymore=([^;]*)/.exec(document.cookie);
      return found && decodeURIComponent(found[1]);
    };
    return { ...this.anyone(), ...this.parse(text) };
  }

  private anyone(): Person {
    return { anonymousId: uuid(), userId: '', tags: {}, cartValue: 0 };
  }

  private tabStore(): Storage | undefined {
    return this.options.storage === 'memory' ? undefined : sessionStorage;
  }

  private parse(text: () => string | null | undefined): any {
    try {
      return JSON.parse(text() || '{}');
    } catch {
      return {};
    }
  }
}
