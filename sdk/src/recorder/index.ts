import { cancel, later, listen, wrap } from '../natives';
import { createBudget } from './budget';
import type { Core, RecordOptions } from './core';
import { styleSheets } from './cssom';
import { CUSTOM, FULL_SNAPSHOT, INCREMENTAL, META, MUTATION, type Mutation, VIEWPORT_RESIZE } from './format';
import { inputs } from './input';
import { observeInteraction, observeScroll } from './interaction';
import { createMirror } from './mirror';
import { observeMutations } from './mutations';
import { createPrivacy } from './privacy';
import { createSerializer, frameDocument, linkText } from './snapshot';

export type { RecordOptions } from './core';
export type { ReplayEvent } from './format';

export interface Recording {
  /** Sends what has gathered, and no more. */
  stop(): void;
  /** Sends a full snapshot, from which the recording plays without what came before. */
  checkpoint(): void;
  /** Sends what has gathered so far. */
  flush(): void;
  /** Puts a mark into the recording. */
  mark(tag: string, payload: object): void;
  /** Milliseconds of the main thread used so far. */
  spent(): number;
}

const FLUSH_MS = 30;

/** Shadow roots that the page keeps to itself, from the moment the script has arrived. */
const closedRoots = new WeakMap<Element, ShadowRoot>();

/** Notes closed shadow roots before any recording begins; a page that attaches them earlier keeps them. */
export const noteShadowRoots = (view: any = window, noted?: (host: Element, root: ShadowRoot) => void): (() => void) =>
  wrap(view.Element.prototype, 'attachShadow', (host: Element, _: any[], root: ShadowRoot) => {
    closedRoots.set(host, root);
    if (noted) noted(host, root);
  });

/** Records the page in rrweb's event format until it is stopped. */
export function record(options: RecordOptions): Recording {
  const undos: (() => void)[] = [];
  let scope = undos;
  let timer = 0;
  let due = 0;
  let flushing = false;
  let stopped = false;
  let tasks: (() => void)[] = [];
  /** Roots, frames and links met while serializing; they are looked at once the event with them is out. */
  let found: (() => void)[] = [];
  const frames = new Map<HTMLIFrameElement, { doc?: Document; undos: (() => void)[] }>();

  const budget = createBudget(options.cpuBudget || 0.05, (problem) => options.onError && options.onError(problem));
  const { guard, slice } = budget;
  const mirror = createMirror();
  const privacy = createPrivacy(options);
  const event = (type: number, data: any) => stopped || options.emit({ type, data, timestamp: Date.now() });
  const send = (source: number, data: object) => event(INCREMENTAL, { source, ...data });
  const change = (mutation: Partial<Mutation>) => send(MUTATION, { adds: [], removes: [], texts: [], attributes: [], ...mutation });
  const mark = (tag: string, payload: object) => event(CUSTOM, { tag, payload });
  const undo = (run: () => void) => scope.push(run);
  const soon = (run: () => void) => {
    tasks.push(run);
    wake();
  };

  let canvases: { picture(canvas: HTMLCanvasElement): string | undefined } | undefined;
  const serializer = createSerializer(mirror, privacy, {
    frame: (frame) => found.push(() => meetFrame(frame)),
    link: (link) => found.push(() => meetLink(link)),
    canvas: (canvas) => canvases && canvases.picture(canvas),
    closedRoot: (host) => closedRoots.get(host),
    styleChanged: (style, reset) => sheets.styleChanged(style, reset),
  });

  const core: Core = {
    options,
    mirror,
    privacy,
    serializer,
    guard,
    send,
    again: (node) => mutations.again(node),
    undo,
    soon,
    sync: () => flush(),
    on: (target, types, run) => undo(listen(target, types, guard(run))),
    active: () => options.onActivity && options.onActivity(),
    batch<T>(run: (item: T) => void) {
      const items = new Set<T>();
      return (item: T) => {
        if (!items.size) {
          soon(() => {
            const all = Array.from(items);
            items.clear();
            all.forEach(run);
          });
        }
        items.add(item);
      };
    },
  };

  const fields = inputs(core);
  const mutations = observeMutations(core, {
    change,
    wake,
    pressed: () => budget.wait() > 0,
    gone: leaveFrame,
    rooted: (root) =>
      found.push(() => {
        mutations.observe(root);
        observeScroll(core, root);
        fields.observeFields(root);
        sheets.adopt(root, true);
      }),
    meant(element, name) {
      if (/^(value|type|checked)$/.test(name)) fields.note(element);
      if (element.nodeName === 'LINK') core.again(element);
    },
    froze: (node, frozen) => mark(frozen ? 'claymore.frozen' : 'claymore.thawed', { id: mirror.id(node) }),
  });
  const sheets = styleSheets(core);

  function wake(afterMs = 0): void {
    const at = performance.now() + Math.max(afterMs, FLUSH_MS, budget.wait());
    if (timer && due <= at) return;
    cancel(timer);
    due = at;
    timer = later(tick, at - performance.now());
  }

  const tick = guard(() => {
    timer = 0;
    if (stopped) return;
    if (!flush()) return wake();
    const run = tasks;
    tasks = [];
    run.forEach((task) => task());
    sheets.checkRules();
  });

  function flush(): boolean {
    // Serializing runs page code in rare cases (custom getters), which may land here again.
    if (flushing) return false;
    flushing = true;
    try {
      return mutations.flush(slice());
    } finally {
      settle();
      flushing = false;
    }
  }

  function settle(): void {
    for (let run = found.shift(); run; run = found.shift()) run();
  }

  const snapshot = guard(() => {
    event(META, { href: privacy.url(location.href), width: innerWidth, height: innerHeight });
    mutations.clear();
    mirror.restart();
    sheets.restart();
    frames.forEach((_, frame) => leaveFrame(frame));
    found = [];
    mutations.observe(document);
    const node = mutations.tree(document, null, 0, slice(true));
    event(FULL_SNAPSHOT, { node, initialOffset: { left: scrollX, top: scrollY } });
    settle();
    sheets.adopt(document);
  });

  function observe(doc: Document): void {
    const view: any = doc.defaultView;
    if (!view) return;
    observeInteraction(core, doc);
    observeScroll(core, doc);
    fields.observeFields(doc);
    fields.observeSetters(view);
    sheets.observe(view);
    undo(
      noteShadowRoots(
        view,
        // The host may be on the page for long; nothing else tells that it has become one.
        guard((host, root) => {
          if (mirror.get(host)) mutations.rooted(root, host);
          settle();
        }),
      ),
    );
  }

  /** Records the document of a frame, and each one that it is navigated to. */
  function meetFrame(frame: HTMLIFrameElement): void {
    if (frames.has(frame)) return;
    const state: { doc?: Document; undos: (() => void)[] } = { undos: [] };
    frames.set(frame, state);
    const attach = guard(() => {
      const doc = frameDocument(frame);
      const parentId = mirror.id(frame);
      if (!doc || !doc.documentElement || !parentId || state.doc === doc) return;
      state.undos.splice(1).forEach((run) => run());
      state.doc = doc;
      const node = mutations.tree(doc, frame, 0, slice())!;
      change({ adds: [{ parentId, nextId: null, node }], isAttachIframe: true });
      mutations.observe(doc);
      const outer = scope;
      scope = state.undos;
      observe(doc);
      scope = outer;
      settle();
      sheets.adopt(doc);
    });
    state.undos.push(listen(frame, 'load', attach));
    // The empty document of a frame that is still loading is soon another one.
    const doc = frameDocument(frame);
    if (doc && (doc.readyState === 'complete' || doc.body?.firstChild) && !(doc.URL === 'about:blank' && frame.src && frame.src !== 'about:blank')) attach();
  }

  function leaveFrame(frame: HTMLIFrameElement): void {
    const state = frames.get(frame);
    frames.delete(frame);
    if (state) state.undos.forEach((run) => run());
  }

  /** A style sheet that arrives after its element, or another one. */
  function meetLink(link: HTMLLinkElement): void {
    const had = link.sheet;
    const undoLoad = listen(
      link,
      'load',
      guard(() => {
        undoLoad();
        const id = mirror.id(link);
        const _cssText = id && link.sheet !== had && linkText(link);
        if (_cssText) change({ attributes: [{ id, attributes: { _cssText } }] });
      }),
    );
  }

  guard(() => {
    observe(document);
    core.on(window, 'resize', () => soon(() => send(VIEWPORT_RESIZE, { width: innerWidth, height: innerHeight })));
    snapshot();
    if (options.canvas && options.load) options.load('canvas').then((part) => stopped || (canvases = part.start(core))).catch(options.onError);
  })();

  return {
    stop: guard(() => {
      flush();
      undos.forEach((run) => run());
      frames.forEach((_, frame) => leaveFrame(frame));
      mutations.stop();
      cancel(timer);
      stopped = true;
    }),
    checkpoint: snapshot,
    flush: guard(() => void flush()),
    mark,
    spent: budget.spent,
  };
}
