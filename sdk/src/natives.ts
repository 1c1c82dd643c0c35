/**
 * The page's own functions, untouched: zone.js keeps what it replaced under a symbol-like name, and a timer or an
 * observer of ours that ran inside a zone would trigger Angular's change detection for the whole page.
 */
export const native = <T>(name: string, owner: any = window): T => owner['__zone_symbol__' + name] || owner[name];

export const later = (run: () => void, ms: number): number => native<typeof setTimeout>('setTimeout').call(window, run, ms) as unknown as number;

export const cancel = (timer: number): void => native<typeof clearTimeout>('clearTimeout').call(window, timer);

/** What listens to the page itself. */
const listening = new Set<() => void>();

/** Listens without zones, in the capture phase, without ever holding up the page's scrolling. Returns what undoes it. */
export function listen(target: EventTarget, types: string, handler: (event: any) => void): () => void {
  const each = (method: string) => types.split(' ').forEach((type) => native<any>(method, target).call(target, type, handler, { capture: true, passive: true }));
  const begin = () => each('addEventListener');
  if (target === document || target === window) listening.add(begin);
  begin();
  return () => {
    listening.delete(begin);
    each('removeEventListener');
  };
}

/** `document.open` has taken all listeners away; those that are there still are not added twice. */
export const listenAgain = (): void => listening.forEach((begin) => begin());

/** JSON as it is without what the page has taught all arrays or objects: old libraries make texts of them. */
export function json(value: unknown): string {
  for (const { prototype } of [Array, Object]) {
    const taught = Object.getOwnPropertyDescriptor(prototype, 'toJSON');
    if (!taught || !Reflect.deleteProperty(prototype, 'toJSON')) continue;
    try {
      return json(value);
    } finally {
      Object.defineProperty(prototype, 'toJSON', taught);
    }
  }
  return JSON.stringify(value);
}

/** Puts a function of ours in place of the page's, for good: whoever wraps it later must not lose it. A frozen object stays as it is. */
export function put(owner: any, name: string, replacement: any): void {
  try {
    owner[name] = replacement;
  } catch {
    // In strict code a frozen object throws.
  }
}

/**
 * Replaces `owner[name]` so that `after` hears of every call once the page's function has run. The page sees the
 * same result and the same exception as before.
 */
export function wrap(owner: any, name: string, after: (self: any, args: any[], result: any) => void): void {
  const original = owner?.[name];
  if (!original) return;
  put(owner, name, function (this: any, ...args: any[]) {
    const result = original.apply(this, args);
    after(this, args, result);
    return result;
  });
}

/** Hears of every read (`got`) and write (`wrote`) of an accessor property. */
export function watch(owner: any, name: string, wrote?: (self: any, value: any) => void, got?: (self: any) => void): void {
  const original = owner && Object.getOwnPropertyDescriptor(owner, name);
  if (!original?.configurable || !original.get) return;
  const { get, set } = original;
  Object.defineProperty(owner, name, {
    ...original,
    get() {
      got?.(this);
      return get.call(this);
    },
    set:
      set &&
      function (this: any, value) {
        set.call(this, value);
        wrote?.(this, value);
      },
  });
}
