import { errorFields } from './capture/errors';
import { view } from './capture/pages';
import { configure, endpoint, mask, options, type Settings } from './config';
import { active, event, merged } from './events';
import { forwardTo } from './kept';
import { failed, guard, hear } from './listeners';
import { listen } from './natives';
import { start, stop } from './lifecycle';
import type { Options, Tags } from './options';
import { type Load, loadWith } from './parts';
import { checkpoint } from './recorder';
import { forget, openSession, type Person, person, update } from './session';
import { close, connect } from './transport/transport';

export type Claymore = ReturnType<typeof createClaymore>;

/**
 * The public functions, none of which throws, and all of which may be called at any time. `load` brings a part that is
 * not in the bundle; the origin of `script` is where events go when no option says otherwise.
 */
export function createClaymore(load: Load, script = '') {
  /** What was called while the page was only rendered ahead, which nobody may ever see. */
  let waiting: (() => void)[] | undefined;
  let masking: string;

  const init = (given: Options): void => {
    if (globalThis.window && !person && given?.key) open(given);
  };

  function open(given: Options): void {
    loadWith(load);
    configure(given, script);
    openSession();
    masking = mask(person.settings || {});
    connect(guard(answered));
    const { parents } = options;
    const asked = options.respectDoNotTrack && (navigator.doNotTrack === '1' || (navigator as any).globalPrivacyControl);
    if (asked || (person.consent || +(options.autoStart !== false)) < 1) return;
    if (parents && window !== window.parent) load('frames').then((part) => part.child(parents, options, forwardTo, start, checkpoint)).catch(failed);
    else start();
  }

  function answered(settings?: Settings): void {
    if (!settings || JSON.stringify(settings) === JSON.stringify(person.settings)) return;
    update({ settings });
    // Rules of masking hold at once; rates are for the sessions to come.
    if (masking !== (masking = mask(settings))) checkpoint();
  }

  /** Says something that holds for what comes from now on, and not for what is queued. */
  function say(change: Partial<Person>): void {
    if (!person) return;
    close();
    update(change);
  }

  const tags = (given: Tags): void => person && say({ tags: merged(person.tags, given) });

  const api = {
    /** Sets everything up and, unless told otherwise, starts. Only the first call counts. */
    init,
    /** Says who is here; every event from now on has the id. */
    identify(userId: string, traits?: Tags): void {
      if (userId == null) return;
      const id = String(userId);
      // The server would refuse every event with it.
      if (id.length > 256) return console.warn('claymore: a user id of more than 256 characters');
      say({ userId: id });
      event('identify', { tags: merged({}, traits) });
    },
    /** Something the application knows of; a numeric `value` can be summed. */
    track(name: string, properties?: Tags): void {
      const value = Number(properties?.value);
      event('custom', { name: String(name), tags: merged({}, properties), ...(isFinite(value) && { value }) });
    },
    /** A page view that the address does not tell of. */
    page(properties?: { page?: string; title?: string }): void {
      view(properties);
    },
    /** A tag of the session and of every event from now on. */
    tag: (key: string, value: Tags[string]): void => tags({ [key]: value }),
    tags,
    /** The value of the cart from now on. */
    setCart(value: number): void {
      if (!isFinite(value)) return;
      say({ cartValue: +value });
      event('custom', { name: 'cart', cartValue: +value });
    },
    /** An error that the application has caught. */
    captureError: (error: unknown, details?: Tags): void => event('error', errorFields(error, 'handled', details)),
    start,
    /** Captures no more until `start`. What was captured is sent. */
    stop: (): void => stop(),
    /** The person agrees, now and on later visits. */
    optIn(): void {
      say({ consent: 1 });
      start();
    },
    /** The person does not want to be recorded, now and on later visits. */
    optOut(): void {
      say({ consent: -1 });
      stop();
    },
    /** Forgets the person and begins another session, as after signing out. */
    reset(): void {
      if (!person) return;
      close();
      forget();
      active();
    },
    /** The session's id, empty before `init`. */
    sessionId: (): string => person?.s || '',
    /** Where the session can be watched; empty while the project is not known: before the first answer, without the option `project`. */
    replayUrl(): string {
      const project = person && (options.project || person.settings?.projectId);
      return project ? `${endpoint}/p/${project}/sessions/${person.s}` : '';
    },
    /** Hears of what happens; the answer ends it. */
    on: hear,
  };
  const calls: any = api;
  for (const name in calls) {
    const call = guard(calls[name]);
    calls[name] = (...args: any[]) => (waiting && !/Id|Url|on$/.test(name) ? void waiting.push(() => call(...args)) : call(...args));
  }
  if ((globalThis.document as any)?.prerendering) {
    waiting = [];
    listen(document, 'prerenderingchange', () => {
      const all = waiting!;
      waiting = undefined;
      all.forEach((call) => call());
    });
  }
  return api;
}
