/**
 * Takes a JSON array apart while it streams in: each chunk is looked at once, each element is handed on as soon as its last character is
 * there. Elements must be objects, as rrweb's events are.
 */
export class JsonArraySplitter {
  #parts: string[] = [];
  #depth = 0;
  #inString = false;
  #escaped = false;

  push(chunk: string): string[] {
    const elements: string[] = [];
    let start = this.#depth > 0 ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      if (this.#inString) {
        i = this.#skipString(chunk, i);
        continue;
      }
      const code = chunk.charCodeAt(i);
      if (code === QUOTE) this.#inString = true;
      else if (code === OPEN_BRACE || (code === OPEN_BRACKET && this.#depth > 0)) {
        if (this.#depth++ === 0) start = i;
      } else if (code === CLOSE_BRACE || (code === CLOSE_BRACKET && this.#depth > 0)) {
        if (--this.#depth > 0) continue;
        this.#parts.push(chunk.slice(start, i + 1));
        elements.push(this.#parts.join(''));
        this.#parts = [];
        start = -1;
      }
    }
    if (start >= 0) this.#parts.push(chunk.slice(start));
    return elements;
  }

  /** The place of the last character of the string that is inside the chunk. */
  #skipString(chunk: string, from: number): number {
    let i = from;
    if (this.#escaped) {
      this.#escaped = false;
      i++;
    }
    for (; i < chunk.length; i++) {
      const code = chunk.charCodeAt(i);
      if (code === QUOTE) {
        this.#inString = false;
        return i;
      }
      if (code === BACKSLASH) {
        i++;
        if (i >= chunk.length) this.#escaped = true;
      }
    }
    return i;
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
