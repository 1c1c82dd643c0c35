/** Where somebody stood in a list of sessions. */
export interface Place {
  /** The list: its range, filters and order. */
  key: string;
  /** The moment its rolling range ends at. */
  now: Date;
  cursorId?: string;
  offset: number;
}

const places = new Map<string, Place>();

/** The place in the list at the present entry of the browser's history: who comes back finds it, who comes anew begins at the top. */
export function placeOf(key: string, entry = entryKey()): Place | undefined {
  const place = places.get(entry);
  return place?.key === key ? place : undefined;
}

export function keepPlace(key: string, change: Partial<Place>, entry = entryKey()): void {
  const place = placeOf(key, entry) ?? { key, now: new Date(), offset: 0 };
  places.set(entry, { ...place, ...change });
}

function entryKey(): string {
  return (history.state as { __TSR_key?: string } | null)?.__TSR_key ?? '';
}
