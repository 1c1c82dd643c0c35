/** Characters that would hide or reorder what stands around them: control characters, unusual spaces, marks of writing direction. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;

/** A path or an address as people read it, `/café` for `/caf%C3%A9`; as it is where it is not encoded well. What it means stays: `%2F` is no `/`. */
export function readablePath(text: string): string {
  if (!text.includes('%')) return text;
  try {
    const decoded = decodeURI(text);
    return UNSEEN.test(decoded) ? text : decoded;
  } catch {
    return text;
  }
}

const PATHS = new Set(['page', 'viewedPage', 'entryPage', 'exitPage', 'url', 'entryUrl', 'requestUrl']);

/** A value of a field as people read it: paths decoded, all others as they are. */
export function readableValue(field: string, value: string): string {
  return PATHS.has(field) ? readablePath(value) : value;
}

/** Path and query of an address, readable. */
export function pathOf(url: string): string {
  try {
    const { pathname, search } = new URL(url, 'http://localhost');
    return readablePath(pathname + search);
  } catch {
    return url;
  }
}
