/** What a reviver of `JSON.parse` learns of a value's own text, in browsers that tell. */
interface Source {
  source?: string;
}

const { rawJSON } = JSON as { rawJSON?: (text: string) => unknown };

/** JSON whose whole numbers keep all of their digits: those that a number cannot hold become bigints. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, exactValue);
}

export function exactValue(_key: string, value: unknown, context?: Source): unknown {
  const digits = context?.source;
  return typeof value === 'number' && digits && !Number.isSafeInteger(value) && /^-?\d+$/.test(digits)
    ? BigInt(digits)
    : value;
}

/** The JSON of what `parseExact` made. */
export function stringifyExact(value: unknown, indent?: number): string {
  return JSON.stringify(
    value,
    (_key, one) => (typeof one === 'bigint' ? (rawJSON?.(String(one)) ?? String(one)) : one),
    indent,
  );
}
