export interface Parameter {
  name: string;
  type: string;
}

/** The `{name:Type}` placeholders of a statement outside of texts and comments; `projectId` is bound by the server. */
export function parametersOf(sql: string): Parameter[] {
  const bare = sql.replace(/'(?:[^'\\]|\\.|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
  const found = new Map<string, string>();
  for (const [, name, type] of bare.matchAll(/\{\s*(\w+)\s*:\s*([\w(), ]+?)\s*\}/g)) {
    if (name && type && name !== 'projectId') found.set(name, type);
  }
  return [...found].map(([name, type]) => ({ name, type }));
}

/** `name=value` as the address bar holds them. */
export function parseValues(pairs: string[] | undefined): Record<string, string> {
  return Object.fromEntries(
    (pairs ?? []).map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
