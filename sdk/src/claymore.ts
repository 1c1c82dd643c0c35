import { captureConsole, captureErrors, errorFields } from './capture/errors';
import { capturePages } from './capture/pages';
import { captureRequests } from './capture/requests';
import type { Sink } from './capture/sink';
import { uuid } from './ids';
import { listen } from './natives';
import type { ClaymoreEvent, Listener, Options, Tags, Topic } from './options';
import { witness } from './recorder';
import { createPrivacy, type Privacy } from './recorder/privacy';
import { type Replay, startReplay } from './replay';
import { openSession, type Session } from './session';
import { createTransport, type Transport } from './transport/transport';
import { VERSION } from './version';

export type Claymore = ReturnType<typeof createClaymore>;

/**
 * The public functions, none of which throws, and all of which may be called at any time. `load` brings a part that is
 * not in the bundle; the origin of `script` is where events go when no option says otherwise.
 */
export function createClaymore(load: (part: string) => Promise<any>, script = '') {
  let options: Options;
  let endpoint: string;
  let session: Session | undefined;
  let transport: Transport;
  let privacy: Privacy;
  let replay: Replay | undefined;
  let running = false;
  /** The page has ended, unless the back/forward cache brings it back. Chromium hides a page after that. */
  let ended = false;
  let view: (properties?: object) => void;
  let undos: (() => void)[] = [];
  let leavers: ((ends: boolean) => void)[] = [];
  const listeners: { [topic: string]: Set<Listener> } = {};

  /** No mistake of ours reaches the page. */
  const guard = <T extends (...args: any[]) => any>(run: T): T =>
    function (this: any, ...args: any[]) {
      try {
        return run.apply(this, args);
      } catch (problem) {
        failed(problem);
      }
    } as T;

  const failed = (problem: unknown) => tell('error', problem);

  function tell(topic: Topic, detail: any): void {
    (listeners[topic] || []).forEach((listener) => {
      try {
        listener(detail);
      } catch {
        // The listener is the page's, and so is its mistake.
      }
    });
  }

  function init(given: Options): void {
    if (options || typeof window === 'undefined' || !given || !given.key) return;
    options = given;
    endpoint = (options.endpoint || new URL(script || location.href).origin).replace(/\/$/, '');
    session = openSession(options);
    const { person } = session;
    privacy = createPrivacy(strict(person.settings || {}));
    transport = createTransport({
      url: `${endpoint}/v1/batch?key=${encodeURIComponent(options.key)}`,
      header,
      answered,
      memoryOnly: options.storage === 'memory',
      openStore: () => load('queue').then((queue) => queue.open()),
      note: tell,
    });
    const asked = navigator.doNotTrack === '1' || (navigator as any).globalPrivacyControl;
    if (person.consent === -1 || (options.respectDoNotTrack && asked) || (options.autoStart === false && person.consent !== 1)) return;
    // A prerendered page has not been seen by anyone yet.
    if ((document as any).prerendering) listen(document, 'prerenderingchange', guard(start));
    else start();
  }

  function start(): void {
    if (running || !session || !drawn(options.sampleRate, 'sampleRate', 0)) return;
    running = true;
    const on = options.capture || {};
    const sink: Sink = {
      options,
      privacy,
      guard,
      event,
      calls: 0,
      undo: (undo) => undos.push(undo),
      onLeave: (run) => leavers.push(run),
    };
    witness();
    session.active();
    tell('session', session.person.s);
    if (on.errors !== false) captureErrors(sink);
    if (on.console !== false) captureConsole(sink);
    if (on.requests !== false) captureRequests(sink, endpoint + '/v1/');
    view = capturePages(sink, on.pages !== false);
    const events: [Event, number][] = [];
    const early = { events, stop: listen(document, 'click change submit', (event) => events.push([event, Date.now()])) };
    undos.push(early.stop);
    load('capture')
      .then((part) => running && part.start(sink, early))
      .catch(failed);
    lifecycle();
    if (options.replay !== false) record();
  }

  function stop(): void {
    if (!running) return;
    running = false;
    if (replay) replay.stop();
    replay = undefined;
    undos.forEach((undo) => guard(undo)());
    undos = [];
    leavers = [];
    transport.flush();
  }

  function event(type: string, fields?: Partial<ClaymoreEvent>, at?: number): void {
    if (!running) return;
    if (/^(pageview|click|input|custom|identify)$/.test(type)) active();
    let made: ClaymoreEvent | null | undefined = {
      id: uuid(),
      type,
      timestamp: at || Date.now(),
      url: privacy.url(location.href),
      title: privacy.options.maskAllText ? '' : document.title.slice(0, 500),
      ...fields,
    };
    if (options.beforeSend) made = options.beforeSend(made);
    if (!made || !transport.add(made)) return;
    tell('event', made);
    if (replay) replay.consider(made);
  }

  /** A person did something, which may begin the next session. */
  function active(): void {
    if (session!.expired()) transport.close();
    if (!session!.active()) return;
    tell('session', session!.person.s);
    if (replay) replay.restart();
  }

  function record(): void {
    const sending = drawn(options.replaySampleRate, 'replaySampleRate', 1);
    if (!sending && !options.replayOn) return;
    const made = (replay = startReplay(
      { ...options, ...privacy.options },
      {
        add: (data) => transport.add({ type: 'replay', seq: session!.tab.seq++, timestamp: data.timestamp, data }),
        active,
        idle: session!.expired,
        load,
        error: failed,
        flush: transport.flush,
      },
      sending,
    ));
    const begin = guard(() => made === replay && made.start());
    if (document.readyState === 'loading') undos.push(listen(document, 'DOMContentLoaded', begin));
    else begin();
  }

  function lifecycle(): void {
    const on = (target: EventTarget, type: string, run: (event: any) => void) => undos.push(listen(target, type, guard(run)));
    const leave = (ends: boolean) => {
      if (ended) return;
      ended = ends;
      if (replay) {
        replay.flush();
        // What the recorder itself has cost the page.
        if (ends) event('vital', { name: 'recorder', value: Math.round(replay.spent()), durationMs: Math.round(performance.now()) });
      }
      leavers.forEach((run) => guard(run)(ends));
      transport.leave();
      session!.saveTab(ended);
    };
    on(window, 'pagehide', () => leave(true));
    on(document, 'visibilitychange', () => {
      const hidden = document.visibilityState === 'hidden';
      if (replay) replay.mark('claymore.visibility', { hidden });
      if (hidden) leave(false);
      else transport.resume();
    });
    on(window, 'pageshow', ({ persisted }) => {
      if (!persisted) return;
      // Back from the back/forward cache: as a new view of the page.
      ended = false;
      session!.saveTab();
      transport.resume();
      view();
      if (replay) replay.restart();
    });
    on(window, 'online', transport.resume);
  }

  function header(): object {
    const { person, tab } = session!;
    const { anonymousId, userId, tags, cartValue } = person;
    const { release, environment } = options;
    const sequence = tab.sequence++;
    session!.saveTab(ended);
    return {
      sentAt: Date.now(),
      sequence,
      sdk: { name: '@claymore/browser', version: VERSION },
      sessionId: tab.s,
      windowId: tab.id,
      context: { anonymousId, userId, locale: navigator.language, release, environment, tags, cartValue, viewport: { width: innerWidth, height: innerHeight } },
    };
  }

  function answered({ settings }: any): void {
    const { person } = session!;
    if (!settings || JSON.stringify(person.settings) === JSON.stringify(settings)) return;
    person.settings = settings;
    session!.save();
    // Stricter rules hold at once; rates are for the pages to come.
    const { maskAllText, maskAllInputs } = strict(settings);
    const now = privacy.options;
    if ((maskAllText && !now.maskAllText) || (maskAllInputs && !now.maskAllInputs)) {
      Object.assign(now, { maskAllText, maskAllInputs });
      if (replay) replay.restart({ maskAllText, maskAllInputs });
    }
  }

  /** The page's options with the server's: what the page does not say, the project decides, and it may ask for more. */
  function strict(settings: { maskAllText?: boolean; maskAllInputs?: boolean }): Options {
    return {
      ...options,
      maskAllText: !!(options.maskAllText || settings.maskAllText),
      maskAllInputs: options.maskAllInputs === undefined ? settings.maskAllInputs !== false : options.maskAllInputs,
    };
  }

  /** Draws by the session's id, so that all pages and tabs of a session agree. */
  function drawn(rate: number | undefined, setting: string, salt: number): boolean {
    session!.active();
    const { settings, s } = session!.person;
    const found = rate === undefined ? settings && settings[setting] : rate;
    const drawn = found === undefined || parseInt(s!.substr(-6 - salt * 6, 6), 16) / 0x1000000 < found;
    if (!drawn && !salt) transport.sampled();
    return drawn;
  }

  function consent(consent: number): void {
    if (!session) return;
    session.person.consent = consent;
    session.save();
  }

  function tags(given: Tags): void {
    if (!session) return;
    // What is queued was said before the tag was.
    transport.close();
    session.setTags(given);
  }

  const api = {
    /** Sets everything up and, unless told otherwise, starts. Only the first call counts. */
    init,
    /** Says who is here; every event from now on has the id. */
    identify(userId: string, traits?: Tags): void {
      if (!session) return;
      transport.close();
      session.person.userId = String(userId);
      session.save();
      event('identify', { tags: strings(traits) });
    },
    /** Something the application knows of; a numeric `value` can be summed. */
    track(name: string, properties?: Tags): void {
      const value = properties && Number(properties.value);
      event('custom', { name: String(name), tags: strings(properties), ...(value && isFinite(value) && { value }) });
    },
    /** A page view that the address does not tell of. */
    page(properties?: { page?: string; title?: string }): void {
      if (running) view(properties);
    },
    /** A tag of the session and of every event from now on. */
    tag: (key: string, value: Tags[string]): void => tags({ [key]: value }),
    tags,
    /** The value of the cart from now on. */
    setCart(value: number): void {
      if (!session || !isFinite(value)) return;
      transport.close();
      session.person.cartValue = +value;
      session.save();
      event('custom', { name: 'cart', cartValue: +value });
    },
    /** An error that the application has caught. */
    captureError: (error: unknown, details?: Tags): void => event('error', { ...errorFields(error, true), tags: strings(details) }),
    start,
    /** Captures no more until `start`. What was captured is sent. */
    stop,
    /** The person agrees, now and on later visits. */
    optIn(): void {
      consent(1);
      start();
    },
    /** The person does not want to be recorded, now and on later visits. */
    optOut(): void {
      consent(-1);
      stop();
    },
    /** Forgets the person and begins another session, as after signing out. */
    reset(): void {
      if (!session) return;
      transport.close();
      session.reset();
      active();
    },
    /** The session's id, empty before `init`. */
    sessionId: (): string => (session && session.person.s) || '',
    /** Where the session can be watched. */
    replayUrl(): string {
      if (!session || !session.person.s) return '';
      const project = options.project || (session.person.settings || {}).projectId;
      return `${endpoint}${project ? '/p/' + encodeURIComponent(project) : ''}/sessions/${session.person.s}`;
    },
    /** Hears of what happens; the answer ends it. */
    on(topic: Topic, listener: Listener): () => void {
      const set = (listeners[topic] = listeners[topic] || new Set());
      set.add(listener);
      return () => void set.delete(listener);
    },
  };
  for (const name in api) (api as any)[name] = guard((api as any)[name]);
  return api;
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
