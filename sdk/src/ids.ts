/** So many random bytes. */
export function hex(count: number): string {
  let text = '';
  crypto.getRandomValues(new Uint8Array(count)).forEach((byte) => (text += (byte + 256).toString(16).slice(1)));
  return text;
}

/** A UUID of version 7 of this moment, as RFC 9562 has it: its first 48 bits are the time in milliseconds. */
export function uuid(now = Date.now()): string {
  return (now.toString(16).padStart(12, '0') + hex(9)).replace(/(.{8})(.{4})(...)(...)/, `$1-$2-7$3-${'89ab'[now & 3]}$4-`);
}

/** The moment in a UUID of version 7. */
export const timeOf = (id: string): number => parseInt(id.replace('-', '').slice(0, 12), 16);
