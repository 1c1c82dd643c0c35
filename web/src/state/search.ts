/** The part of a view's state that the address bar holds. */
export interface ViewSearch {
  range?: string;
  from?: string;
  to?: string;
  f?: string[];
  sort?: string;
  /** Seconds since the session's start. */
  t?: number;
  /** Recorded window (tab) of the session. */
  w?: string;
  tab?: string;
  compare?: 'off';
}

const TEXT_KEYS = ['range', 'from', 'to', 'sort', 'w', 'tab'] as const;

export function parseSearch(text: string): ViewSearch {
  const params = new URLSearchParams(text);
  const search: ViewSearch = {};
  for (const key of TEXT_KEYS) {
    const value = params.get(key);
    if (value) search[key] = value;
  }
  const filters = params.getAll('f').filter((filter) => filter !== '');
  if (filters.length > 0) search.f = filters;
  const t = Number(params.get('t') ?? Number.NaN);
  if (Number.isFinite(t) && t >= 0) search.t = t;
  if (params.get('compare') === 'off') search.compare = 'off';
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const view = search as ViewSearch;
  const parts: string[] = [];
  for (const key of TEXT_KEYS) {
    const value = view[key];
    if (value) parts.push(`${key}=${encode(value)}`);
  }
  for (const filter of view.f ?? []) parts.push(`f=${encode(filter)}`);
  if (view.t !== undefined) parts.push(`t=${Math.round(view.t * 10) / 10}`);
  if (view.compare === 'off') parts.push('compare=off');
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** What every page of a project shares and links carry along. */
export function sharedSearch(search: ViewSearch): ViewSearch {
  const { range, from, to, f } = search;
  return { range, from, to, f };
}

/** Percent-encodes what a query string must not hold and leaves `: / , @` for people to read. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2F|2C|40)/g, (match) => decodeURIComponent(match));
}
