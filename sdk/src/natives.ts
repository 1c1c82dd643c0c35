/**
 * The page's own functions, untouched: zone.js keeps what it replaced under a symbol-like name, and a timer or an
 * observer of ours that ran inside a zone would trigger Angular's change detection for the whole page.
 */
export const native = <T>(name: string, owner: any = window): T => owner['__zone_symbol__' + name] || owner[name];

export const later = (run: () => void, ms: number): number => native<typeof setTimeout>('setTimeout').call(window, run, ms) as unknown as number;

export const cancel = (timer: number): void => native<typeof clearTimeout>('clearTimeout').call(window, timer);

/** Listens without zones, in the capture phase, without ever holding up the page's scrolling. Returns what undoes it. */
export function listen(target: EventTarget, types: string, handler: (event: any) => void): () => void {
  const options = { capture: true, passive: true };
  const list = types.split(' ');
  for (const type of list) native<any>('addEventListener', target).call(target, type, handler, options);
  return () => {
    for (const type of list) native<any>('removeEventListener', target).call(target, type, handler, options);
  };
}

/**
 * Replaces `owner[name]` so that `after` hears of every call once the page's function has run. The page sees the
 * same result and the same exception as before. Undone only while nobody else has wrapped it since.
 */
export function wrap(owner: any, name: string, after: (self: any, args: any[], result: any) => void): () => void {
  const original = owner && owner[name];
  if (typeof original !== 'function') return () => {};
  const replacement = function (this: any, ...args: any[]) {
    const result = original.apply(this, args);
    after(this, args, result);
    return result;
  };
  return put(owner, name, original, replacement);
}

/** Puts `replacement` in place of `original` and returns what undoes it. */
export function put(owner: any, name: string, original: any, replacement: any): () => void {
  try {
    owner[name] = replacement;
  } catch {
    // A frozen object of the page stays as it is.
  }
  return () => {
    if (owner[name] === replacement) owner[name] = original;
  };
}

/** Hears of every read (`got`) and write (`wrote`) of an accessor property. */
export function watch(owner: any, name: string, wrote?: (self: any, value: any) => void, got?: (self: any) => void): () => void {
  const original = owner && Object.getOwnPropertyDescriptor(owner, name);
  if (!original || !original.configurable || !original.get) return () => {};
  const replacement: PropertyDescriptor = {
    ...original,
    get() {
      if (got) got(this);
      return original.get!.call(this);
    },
  };
  if (original.set) {
    replacement.set = function (value) {
      original.set!.call(this, value);
      if (wrote) wrote(this, value);
    };
  }
  Object.defineProperty(owner, name, replacement);
  return () => {
    const now = Object.getOwnPropertyDescriptor(owner, name);
    if (now && now.get === replacement.get) Object.defineProperty(owner, name, original);
  };
}
