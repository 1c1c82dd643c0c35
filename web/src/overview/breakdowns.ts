import type { Filter } from '../api/types';
import { countryName } from '../format/country';
import { pathOf, readablePath } from '../format/path';

export interface Breakdown {
  title: string;
  metric: string;
  dimension: string;
  /** The field whose most frequent value with it says what a value is; the value is an id. */
  named?: string;
  /** How a value is shown; the value itself where there is none. */
  show?: (value: string) => string;
  /** What an empty value means; without it, rows with an empty value are left out. */
  empty?: string;
  mono?: boolean;
  tone?: 'error';
  /** Beside the filter of the value itself, when its sessions are opened. */
  also?: Filter[];
  none: string;
}

/** The panels of the overview; the breakdowns of one panel are its tabs. */
export const BREAKDOWNS: Breakdown[][] = [
  [
    { title: 'Pages', metric: 'pageviews', dimension: 'page', show: readablePath, none: 'No page views' },
    { title: 'Entry', metric: 'sessions', dimension: 'entryPage', show: readablePath, none: 'No page views' },
    { title: 'Exit', metric: 'sessions', dimension: 'exitPage', show: readablePath, none: 'No page views' },
  ],
  [
    {
      title: 'Errors',
      metric: 'errors',
      dimension: 'errorFingerprint',
      named: 'errorMessage',
      tone: 'error',
      none: 'No errors in this time range',
    },
    {
      title: 'Failed requests',
      metric: 'failedRequests',
      dimension: 'requestUrl',
      tone: 'error',
      show: (url) => pathOf(url).replace(/\?.*$/, ''),
      none: 'No failed requests',
    },
  ],
  [
    {
      title: 'Referrers',
      metric: 'sessions',
      dimension: 'referrer',
      show: hostOf,
      empty: 'Direct',
      none: 'No sessions',
    },
    { title: 'Source', metric: 'sessions', dimension: 'utmSource', none: 'No session came with a UTM source' },
    { title: 'Campaign', metric: 'sessions', dimension: 'utmCampaign', none: 'No session came with a UTM campaign' },
  ],
  [
    {
      title: 'Countries',
      metric: 'sessions',
      dimension: 'country',
      show: countryName,
      empty: 'Unknown',
      none: 'No sessions',
    },
    { title: 'Cities', metric: 'sessions', dimension: 'city', empty: 'Unknown', none: 'No sessions' },
    { title: 'Languages', metric: 'sessions', dimension: 'locale', empty: 'Unknown', none: 'No sessions' },
  ],
  [
    { title: 'Browsers', metric: 'sessions', dimension: 'browser', empty: 'Unknown', none: 'No sessions' },
    { title: 'Systems', metric: 'sessions', dimension: 'os', empty: 'Unknown', none: 'No sessions' },
    { title: 'Devices', metric: 'sessions', dimension: 'device', empty: 'Unknown', none: 'No sessions' },
  ],
  [
    {
      title: 'Custom events',
      metric: 'customEvents',
      dimension: 'customEvent',
      none: 'Your site sends no custom events',
    },
    { title: 'Releases', metric: 'sessions', dimension: 'release', none: 'Your site names no release' },
  ],
];

export function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** What the values of a breakdown are called: rows of a value, a name of it and how often, the most frequent first. */
export function namesOf(rows: unknown[][]): Map<string, string> {
  const names = new Map<string, string>();
  for (const [value, name] of rows) {
    if (!names.has(String(value)) && name) names.set(String(value), String(name));
  }
  return names;
}
