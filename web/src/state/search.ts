/** The part of a view's state that the address bar holds. */
export interface ViewSearch {
  range?: string;
  from?: string;
  to?: string;
  f?: string[];
  sort?: string;
  /** Seconds since the session's start. */
  t?: number;
  /** A moment of the session, ISO: where a link from a result begins to play. */
  at?: string;
  /** Recorded window (tab) of the session. */
  w?: string;
  tab?: string;
  compare?: 'off' | 'on';
  /** A hand-written statement. */
  q?: string;
  /** Parameters of the statement, `name=value`. */
  v?: string[];
  /** Metrics of an analysis. */
  m?: string[];
  /** What an analysis is broken down by. */
  by?: string[];
  /** The questions of a conversation, each after the one before. */
  ask?: string[];
  /** Steps of a funnel: filters as in `f`, joined by `;`. */
  step?: string[];
  /** Time bucket of an analysis. */
  every?: string;
  /** How a result is shown. */
  show?: string;
  /** How long a person has for something: `7d`, `30min`. */
  within?: string;
  order?: string;
  /** What an analysis is about: a page, an event, an error, a person. */
  of?: string;
  /** Number of points a moving average is taken over. */
  smooth?: string;
  /** A condition that filters cannot say, as `title|JSON`: the sessions behind a step, a cohort, a way. */
  c?: string;
  /** A number of an answer, as `title|JSON` of the question and the cell: the list is of the sessions behind it. */
  b?: string;
  /** Of a backend: the service, its operation, how a request ended, how severe a log record is at least. */
  service?: string;
  op?: string;
  status?: string;
  level?: string;
  /** Shortest and longest duration, milliseconds. */
  min?: string;
  max?: string;
  /** Attributes of telemetry, `key=value`. */
  attr?: string[];
  trace?: string;
  span?: string;
  /** A saved analysis, or a conversation, the view belongs to. */
  id?: string;
}

const TEXT_KEYS = [
  'range',
  'from',
  'to',
  'sort',
  'at',
  'w',
  'tab',
  'q',
  'every',
  'show',
  'within',
  'order',
  'of',
  'smooth',
  'c',
  'b',
  'service',
  'op',
  'status',
  'level',
  'min',
  'max',
  'trace',
  'span',
  'id',
] as const;
const LIST_KEYS = ['f', 'm', 'by', 'step', 'v', 'ask', 'attr'] as const;

export function parseSearch(text: string): ViewSearch {
  const params = new URLSearchParams(text);
  const search: ViewSearch = {};
  for (const key of TEXT_KEYS) {
    const value = params.get(key);
    if (value) search[key] = value;
  }
  for (const key of LIST_KEYS) {
    const values = params.getAll(key).filter((value) => value !== '');
    if (values.length > 0) search[key] = values;
  }
  const t = Number(params.get('t') ?? Number.NaN);
  if (Number.isFinite(t) && t >= 0) search.t = t;
  const compare = params.get('compare');
  if (compare === 'off' || compare === 'on') search.compare = compare;
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const view = search as ViewSearch;
  const parts: string[] = [];
  for (const key of TEXT_KEYS) {
    const value = view[key];
    if (value) parts.push(`${key}=${encode(value)}`);
  }
  for (const key of LIST_KEYS) {
    for (const value of view[key] ?? []) parts.push(`${key}=${encode(value)}`);
  }
  if (view.t !== undefined) parts.push(`t=${Math.round(view.t * 10) / 10}`);
  if (view.compare) parts.push(`compare=${view.compare}`);
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** What every page of a project shares and links carry along. */
export function sharedSearch(search: ViewSearch): ViewSearch {
  const { range, from, to, f, c } = search;
  return { range, from, to, f, c };
}

/** Percent-encodes what a query string must not hold and leaves `: / , @` for people to read. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2F|2C|40)/g, (match) => decodeURIComponent(match));
}
