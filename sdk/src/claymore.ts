import { captureClicks } from './capture/clicks';
import { captureConsole, captureErrors, errorFields } from './capture/errors';
import { captureForms, capturePages } from './capture/pages';
import { captureRequests } from './capture/requests';
import type { Sink } from './capture/sink';
import { captureVitals } from './capture/vitals';
import { uuid } from './ids';
import { listen } from './natives';
import type { ClaymoreEvent, Options, Tags } from './options';
import { Privacy } from './recorder/privacy';
import { Replay } from './replay';
import { Session } from './session';
import { Transport } from './transport/transport';
import { VERSION } from './version';

export type Listener = (detail: any) => void;
/** `session`: a session began. `event`: an event was queued. `sent`, `retry`, `refused`: what became of a batch. `error`: a mistake of ours. */
export type Topic = 'session' | 'event' | 'sent' | 'retry' | 'refused' | 'error';

/** Everything behind the public functions: one instance per page. */
export class Claymore {
  private options!: Options;
  private endpoint = '';
  private session!: Session;
  private transport!: Transport;
  private privacy!: Privacy;
  private replay?: Replay;
  private running = false;
  private undos: (() => void)[] = [];
  private leavers: ((ends: boolean) => void)[] = [];
  private listeners: { [topic: string]: Set<Listener> } = {};
  private view: (properties?: object) => void = () => {};

  /** `script` is where the bundle came from, whose origin is the default endpoint and whose folder has the lazy parts. */
  constructor(
    private readonly load: (part: string) => Promise<any>,
    private readonly script = '',
  ) {}

  init(options: Options): void {
    if (this.options || !options || !options.key) return;
    this.options = options;
    this.endpoint = (options.endpoint || (this.script && new URL(this.script).origin) || location.origin).replace(/\/$/, '');
    this.session = new Session(options);
    const { person } = this.session;
    const settings = person.settings || {};
    this.privacy = new Privacy(this.strict(settings));
    this.transport = new Transport({
      url: `${this.endpoint}/v1/batch?key=${encodeURIComponent(options.key)}`,
      header: () => this.header(),
      answered: (answer) => this.answered(answer),
      memoryOnly: options.storage === 'memory',
      note: (what, detail) => this.tell(what as Topic, detail),
    });
    const asked = navigator.doNotTrack === '1' || (navigator as any).globalPrivacyControl;
    if (person.consent === -1 || (options.respectDoNotTrack && asked)) return;
    if (options.autoStart === false && person.consent !== 1) return;
    // A prerendered page has not been seen by anyone yet.
    if ((document as any).prerendering) listen(document, 'prerenderingchange', () => this.start());
    else this.start();
  }

  start(): void {
    if (this.running || !this.options || !this.drawn(this.options.sampleRate, 'sampleRate', 0)) return;
    this.running = true;
    const { options } = this;
    const on = options.capture || {};
    const sink: Sink = {
      options,
      privacy: this.privacy,
      requests: 0,
      event: (type, fields, at) => this.event(type, fields, at),
      guard: (run) => this.guard(run),
      undo: (undo) => this.undos.push(undo),
      onLeave: (run) => this.leavers.push(run),
    };
    this.session.active();
    this.tell('session', this.session.id);
    if (on.errors !== false) captureErrors(sink);
    if (on.console !== false) captureConsole(sink);
    if (on.requests !== false) captureRequests(sink, this.endpoint + '/v1/');
    this.view = capturePages(sink);
    if (on.pages !== false) this.view();
    if (on.clicks !== false) captureClicks(sink);
    if (on.forms !== false) captureForms(sink);
    if (on.vitals !== false) captureVitals(sink);
    this.lifecycle();
    if (options.replay !== false) this.record();
  }

  stop(): void {
    if (!this.running) return;
    this.running = false;
    this.replay?.stop();
    this.replay = undefined;
    for (const undo of this.undos.splice(0)) this.guard(undo)();
    this.leavers = [];
    this.transport.flush();
  }

  identify(userId: string, traits?: Tags): void {
    if (!this.session) return;
    this.session.person.userId = String(userId);
    this.session.save();
    this.event('identify', { tags: strings(traits) });
  }

  track(name: string, properties?: Tags & { value?: number }): void {
    const value = properties && Number(properties.value);
    this.event('custom', { name: String(name), tags: strings(properties), ...(value && isFinite(value) && { value }) });
  }

  page(properties?: { page?: string; title?: string }): void {
    if (this.running) this.view(properties);
  }

  tags(tags: Tags): void {
    if (!this.session) return;
    // What is queued was said before the tag was.
    this.transport.close();
    this.session.setTags(tags);
  }

  setCart(value: number): void {
    if (!this.session || !isFinite(Number(value))) return;
    this.transport.close();
    this.session.person.cartValue = Number(value);
    this.session.save();
    this.event('custom', { name: 'cart', cartValue: Number(value) });
  }

  captureError(error: unknown, details?: Tags): void {
    this.event('error', { ...errorFields(error, true), tags: strings(details) });
  }

  optIn(): void {
    this.consent(1);
    this.start();
  }

  optOut(): void {
    this.consent(-1);
    this.stop();
  }

  reset(): void {
    if (!this.session) return;
    this.transport.close();
    this.session.reset();
    this.active();
  }

  sessionId(): string {
    return this.session ? this.session.id : '';
  }

  /** Where the session can be watched, at the moment of the call. */
  replayUrl(): string {
    const id = this.sessionId();
    if (!id) return '';
    const project = this.options.project || this.session.person.settings?.projectId;
    return `${this.endpoint}${project ? `/p/${encodeURIComponent(project)}` : ''}/sessions/${id}`;
  }

  on(topic: Topic, listener: Listener): () => void {
    const set = (this.listeners[topic] = this.listeners[topic] || new Set());
    set.add(listener);
    return () => set.delete(listener);
  }

  /** Runs `run` so that no mistake of ours reaches the page. */
  guard<T extends (...args: any[]) => any>(run: T): T {
    const self = this;
    return function (this: any) {
      try {
        return run.apply(this, arguments as any);
      } catch (problem) {
        self.tell('error', problem);
      }
    } as T;
  }

  private tell(topic: Topic, detail: any): void {
    this.listeners[topic]?.forEach((listener) => {
      try {
        listener(detail);
      } catch {
        // The listener is the page's, and so is its mistake.
      }
    });
  }

  private event(type: string, fields?: Partial<ClaymoreEvent>, at?: number): void {
    if (!this.running) return;
    if (/^(pageview|click|input|custom|identify)$/.test(type)) this.active();
    let event: ClaymoreEvent | null | undefined = {
      id: uuid(),
      type,
      timestamp: at || Date.now(),
      url: this.privacy.url(location.href),
      title: this.privacy.options.maskAllText ? '' : document.title.slice(0, 500),
      ...fields,
    };
    if (this.options.beforeSend) event = this.options.beforeSend(event);
    if (!event) return;
    if (!this.transport.add(event)) return;
    this.tell('event', event);
    this.replay?.consider(event);
  }

  /** A person did something. */
  private active(): void {
    if (!this.session.expired() || !this.session.id) {
      if (!this.session.active()) return;
    } else {
      this.transport.close();
      this.session.active();
    }
    this.tell('session', this.session.id);
    this.replay?.restart();
  }

  private record(): void {
    const drawn = this.drawn(this.options.replaySampleRate, 'replaySampleRate', 1);
    if (!drawn && !this.options.replayOn) return;
    this.replay = new Replay(
      { ...this.options, ...this.privacy.options, key: this.options.key },
      {
        add: (data) => {
          const { tab } = this.session;
          const added = this.transport.add({ type: 'replay', seq: tab.seq++, timestamp: data.timestamp, data });
          return added;
        },
        active: () => this.active(),
        idle: () => this.session.expired(),
        load: this.load,
        error: (problem) => this.tell('error', problem),
        flush: () => this.transport.flush(),
      },
      drawn,
    );
    const replay = this.replay;
    const begin = this.guard(() => replay === this.replay && replay.start());
    if (document.readyState === 'loading') this.undos.push(listen(document, 'DOMContentLoaded', begin));
    else begin();
  }

  private lifecycle(): void {
    // Chromium hides a page after its pagehide: what ended stays ended.
    let ended = false;
    const leave = this.guard((ends: boolean) => {
      ended ||= ends;
      this.replay?.flush();
      if (ends) this.cost();
      this.leavers.forEach((run) => this.guard(run)(ends));
      this.transport.leave();
      this.session.saveTab(ended);
    });
    this.undos.push(listen(window, 'pagehide', () => leave(true)));
    this.undos.push(
      listen(document, 'visibilitychange', () => {
        if (document.visibilityState === 'hidden') leave(false);
        else this.transport.resume();
      }),
    );
    this.undos.push(
      listen(
        window,
        'pageshow',
        this.guard((event: PageTransitionEvent) => {
          if (!event.persisted) return;
          // Back from the back/forward cache: as a new view of the page.
          ended = false;
          this.session.saveTab();
          this.transport.resume();
          this.view();
          this.replay?.restart();
        }),
      ),
    );
    this.undos.push(listen(window, 'online', () => this.transport.resume()));
  }

  /** What the recorder itself has cost the page. */
  private cost(): void {
    const spent = this.replay?.spent;
    if (spent) this.event('vital', { name: 'recorder', value: Math.round(spent), durationMs: Math.round(performance.now()) });
  }

  private header(): object {
    const { person, tab } = this.session;
    const { anonymousId, userId, tags, cartValue } = person;
    const { release, environment } = this.options;
    return {
      sentAt: Date.now(),
      sequence: tab.sequence++,
      sdk: { name: '@claymore/browser', version: VERSION },
      sessionId: tab.s,
      windowId: tab.id,
      context: {
        anonymousId,
        userId,
        locale: navigator.language,
        release,
        environment,
        tags,
        cartValue,
        viewport: { width: innerWidth, height: innerHeight },
      },
    };
  }

  private answered(answer: any): void {
    const settings = answer && answer.settings;
    if (!settings) return;
    const { person } = this.session;
    if (JSON.stringify(person.settings) === JSON.stringify(settings)) return;
    const before = person.settings || {};
    person.settings = settings;
    this.session.save();
    // Stricter rules hold at once; rates are for the sessions to come.
    if ((settings.maskAllText && !before.maskAllText) || (settings.maskAllInputs && before.maskAllInputs === false)) {
      Object.assign(this.privacy.options, this.strict(settings));
      this.replay?.restart(this.privacy.options);
    }
  }

  /** The page's options and the server's: whichever masks more. */
  private strict(settings: any): Options {
    const { options } = this;
    return {
      ...options,
      maskAllText: !!(options.maskAllText || settings.maskAllText),
      maskAllInputs: options.maskAllInputs !== false || (settings.maskAllInputs === true && options.maskAllInputs === undefined),
    };
  }

  /** Draws by the session's id, so that all pages and tabs of a session agree. */
  private drawn(rate: number | undefined, setting: string, salt: number): boolean {
    const found = rate === undefined ? this.session.person.settings?.[setting] : rate;
    if (found === undefined || found >= 1) return true;
    this.session.active();
    const drawn = parseInt(this.session.id.slice(-8 - salt * 4, salt ? -4 : undefined), 16) / 0xffffffff < found;
    if (!drawn && !salt) this.transport.dropped.sampled++;
    return drawn;
  }

  private consent(consent: number): void {
    if (!this.session) return;
    this.session.person.consent = consent;
    this.session.save();
  }
}

function strings(tags?: Tags): { [key: string]: string } | undefined {
  if (!tags) return undefined;
  const result: { [key: string]: string } = {};
  for (const key in tags) {
    const value: any = tags[key];
    if (value !== undefined && value !== null) result[key] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  return result;
}
