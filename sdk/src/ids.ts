function hex(count: number): string {
  let text = '';
  crypto.getRandomValues(new Uint8Array(count)).forEach((byte) => (text += (byte + 256).toString(16).slice(1)));
  return text;
}

const VARIANT = '89ab';

/** A UUID of version 7 of this moment, as RFC 9562 has it: its first 48 bits are the time in milliseconds. */
export function uuid(now = Date.now()): string {
  const time = now.toString(16).padStart(12, '0');
  const random = hex(10);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(1, 4)}-${VARIANT[parseInt(random[4], 16) & 3]}${random.slice(5, 8)}-${random.slice(8, 20)}`;
}

/** The moment in a UUID of version 7. */
export const timeOf = (id: string): number => parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

/** Identifiers for `traceparent`: 16 and 8 random bytes. */
export const traceIds = (): [string, string] => [hex(16), hex(8)];
