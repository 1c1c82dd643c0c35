import { cancel, later, listen, wrap } from '../natives';
import { Budget } from './budget';
import type { Core, RecordOptions } from './core';
import { StyleSheets } from './cssom';
import { CUSTOM, FULL_SNAPSHOT, INCREMENTAL, META, MUTATION, type Mutation, VIEWPORT_RESIZE } from './format';
import { observeInput } from './input';
import { observeInteraction } from './interaction';
import { Mirror } from './mirror';
import { Mutations } from './mutations';
import { Privacy } from './privacy';
import { frameDocument, linkText, Serializer } from './snapshot';

export type { RecordOptions } from './core';
export type { ReplayEvent } from './format';

export interface Recording {
  stop(): void;
  /** Sends a full snapshot, from which the recording plays without what came before. */
  checkpoint(): void;
  /** Sends what has gathered so far. */
  flush(): void;
  /** Puts a mark into the recording. */
  mark(tag: string, payload: object): void;
  /** Milliseconds of the main thread used so far. */
  readonly spent: number;
}

const FLUSH_MS = 30;

/** Records the page in rrweb's event format until it is stopped. */
export function record(options: RecordOptions): Recording {
  const undos: (() => void)[] = [];
  const budget = new Budget(options.cpuBudget || 0.05, (problem) => options.onError && options.onError(problem));
  const guard = budget.guard.bind(budget) as Core['guard'];
  const mirror = new Mirror();
  const privacy = new Privacy(options);
  let timer = 0;
  let flushing = false;
  let tasks: (() => void)[] = [];
  /** Roots, frames and links met while serializing; they are looked at once the event with them is out. */
  let found: (() => void)[] = [];
  const closedRoots = new WeakMap<Element, ShadowRoot>();
  const frames = new Map<HTMLIFrameElement, { doc: Document; undos: (() => void)[] }>();
  const noters = new WeakMap<Document, (field: Element) => void>();
  let scope = undos;

  const event = (type: number, data: any) => options.emit({ type, data, timestamp: Date.now() });
  const send = (source: number, data: object) => event(INCREMENTAL, { source, ...data });

  const serializer = new Serializer(mirror, privacy, {
    frame: (frame) => found.push(() => meetFrame(frame)),
    link: (link) => found.push(() => meetLink(link)),
    closedRoot: (host) => closedRoots.get(host),
    styleChanged: (style) => sheets.isChanged(style),
    styleReset: (style) => sheets.unchanged(style),
  });

  const mutations = new Mutations(
    mirror,
    serializer,
    privacy,
    {
      send: (mutation: Mutation) => send(MUTATION, mutation),
      wake: () => wake(),
      gone: (frame) => leaveFrame(frame as HTMLIFrameElement),
      shadow: (root) =>
        found.push(() => {
          mutations.observe(root);
          sheets.adopt(root);
        }),
      attributeChanged: (element, name) => {
        if (name === 'value' || name === 'type' || name === 'checked') noters.get(element.ownerDocument)?.(element);
        if (element.nodeName === 'LINK') found.push(() => meetLink(element as HTMLLinkElement, true));
      },
    },
    guard,
  );

  const core: Core = {
    options,
    mirror,
    privacy,
    serializer,
    guard,
    send,
    sync: () => flush(budget.slice()),
    undo: (undo) => scope.push(undo),
    soon: (run) => {
      tasks.push(run);
      wake();
    },
  };
  const sheets = new StyleSheets(core);
  sheets.again = (node) => mutations.again(node);

  function wake(): void {
    if (!timer) timer = later(tick, Math.max(FLUSH_MS, budget.wait()));
  }

  const tick = guard(() => {
    timer = 0;
    if (!flush(budget.slice())) wake();
    const run = tasks;
    tasks = [];
    run.forEach((task) => guard(task)());
    sheets.checkRules();
  });

  function flush(overdue: () => boolean): boolean {
    // Serializing runs page code in rare cases (custom getters), which may land here again.
    if (flushing) return false;
    flushing = true;
    try {
      const done = mutations.flush(overdue);
      settle();
      return done;
    } finally {
      flushing = false;
    }
  }

  function settle(): void {
    for (let run = found.shift(); run; run = found.shift()) run();
  }

  const snapshot = guard((overdue: () => boolean) => {
    event(META, { href: privacy.url(location.href), width: innerWidth, height: innerHeight });
    mutations.clear();
    mirror.restart();
    sheets.restart();
    frames.forEach((_, frame) => leaveFrame(frame));
    found = [];
    mutations.observe(document);
    const node = mutations.tree(document, null, 0, overdue);
    event(FULL_SNAPSHOT, { node, initialOffset: { left: scrollX, top: scrollY } });
    settle();
    sheets.adopt(document);
  });

  function observe(doc: Document): void {
    const view: any = doc.defaultView;
    if (!view) return;
    observeInteraction(core, doc);
    noters.set(doc, observeInput(core, doc));
    sheets.observe(view);
    core.undo(
      wrap(
        view.Element.prototype,
        'attachShadow',
        guard((host: Element, [init]: any[], root: ShadowRoot) => {
          if (init && init.mode === 'closed') closedRoots.set(host, root);
          // The host may be on the page for long; nothing else tells that it has become one.
          if (mirror.get(host)) mutations.shadow(root, host);
          settle();
        }),
      ),
    );
  }

  /** Records the document of a frame, and each one that it is navigated to. */
  function meetFrame(frame: HTMLIFrameElement): void {
    if (frames.has(frame)) return;
    const state: { doc: Document; undos: (() => void)[] } = { doc: undefined as any, undos: [] };
    frames.set(frame, state);
    const attach = guard(() => {
      const doc = frameDocument(frame);
      const meta = mirror.get(frame);
      if (!doc || !doc.documentElement || !meta || state.doc === doc) return;
      state.undos.splice(1).forEach((undo) => undo());
      state.doc = doc;
      const node = mutations.tree(doc, frame, 0, budget.slice());
      send(MUTATION, { adds: [{ parentId: meta.id, nextId: null, node }], removes: [], texts: [], attributes: [], isAttachIframe: true });
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
    if (!state) return;
    frames.delete(frame);
    for (const undo of state.undos) guard(undo)();
  }

  /** A style sheet that arrives after its element. */
  function meetLink(link: HTMLLinkElement, again?: boolean): void {
    if (!/\bstylesheet\b/i.test(link.rel)) return;
    const loaded = () => {
      const id = mirror.id(link);
      const _cssText = id && linkText(link);
      if (_cssText) send(MUTATION, { adds: [], removes: [], texts: [], attributes: [{ id, attributes: { _cssText } }] });
    };
    if (again && link.sheet) return loaded();
    if (link.sheet) return;
    const undo = listen(
      link,
      'load',
      guard(() => {
        undo();
        loaded();
      }),
    );
  }

  const start = guard(() => {
    observe(document);
    core.undo(
      listen(
        window,
        'resize',
        guard(() => core.soon(() => send(VIEWPORT_RESIZE, { width: innerWidth, height: innerHeight }))),
      ),
    );
    snapshot(budget.slice(true));
  });
  start();

  return {
    stop: guard(() => {
      flush(budget.slice());
      undos.forEach((undo) => guard(undo)());
      frames.forEach((_, frame) => leaveFrame(frame));
      mutations.stop();
      cancel(timer);
    }),
    checkpoint: () => snapshot(budget.slice(true)),
    flush: guard(() => {
      flush(budget.slice());
    }),
    mark: (tag, payload) => event(CUSTOM, { tag, payload }),
    get spent() {
      return budget.spent;
    },
  };
}
