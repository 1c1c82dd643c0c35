import { BACKEND_PAGES } from '../backend/names';
import { INSIGHTS } from '../insights/names';
import type { IconName } from '../ui/Icon';

/**
 * The pages of a project, in the order of the menu; `key` after `g` goes there. A phone's bar has room for those without `wide`, the rest
 * are behind "More".
 */
export const PAGES = [
  { to: '/p/$projectId/overview', label: 'Overview', icon: 'overview', key: 'o' },
  { to: '/p/$projectId/ask', label: 'Ask', icon: 'ask', key: 'a' },
  { to: '/p/$projectId/sessions', label: 'Sessions', icon: 'sessions', key: 's' },
  { to: '/p/$projectId/insights', label: 'Insights', icon: 'insights', key: 't' },
  {
    to: '/p/$projectId/services',
    label: 'Services',
    icon: 'services',
    key: 'b',
    wide: true,
    also: /\/(?:traces|logs|metrics)\b/,
  },
  { to: '/p/$projectId/dashboards', label: 'Dashboards', icon: 'dashboard', key: 'd', wide: true },
  { to: '/p/$projectId/sql', label: 'SQL', icon: 'table', key: 'q', wide: true },
  { to: '/p/$projectId/ledger', label: 'Ledger', icon: 'ledger', key: 'l', wide: true },
  { to: '/p/$projectId/install', label: 'Install', icon: 'install', key: 'i', wide: true },
  { to: '/p/$projectId/settings', label: 'Settings', icon: 'settings', key: ',', wide: true },
] as const satisfies readonly {
  to: string;
  label: string;
  icon: IconName;
  key: string;
  wide?: boolean;
  /** Addresses of pages that belong to it. */
  also?: RegExp;
}[];

/** Whether the page is of filters and a time range. A single session, SQL, install, settings are of neither. */
export function isFiltered(pathname: string): boolean {
  return /\/(?:overview|sessions|dashboards|insights(?:\/\w+)?)\/?$/.test(pathname);
}

/** Whether the page is of a time range, as those with filters and a few without are. What is happening now is of none. */
export function isTimed(pathname: string): boolean {
  if (/\/insights\/live\/?$/.test(pathname)) return false;
  return isFiltered(pathname) || /\/(?:services|traces|logs|metrics|ledger)\/?$/.test(pathname);
}

/** What a tab of the browser is called. */
export function pageTitle(pathname: string): string {
  const [page = '', part] = pathname.split('/').slice(3);
  const insight = page === 'insights' && INSIGHTS.find((one) => one.key === part);
  const found = [...PAGES, ...BACKEND_PAGES].find(({ to }) => to.endsWith(`/${page}`));
  const one = part ? ONE[page] : undefined;
  const name = insight ? insight.label : (one ?? found?.label);
  return name ? `${name} · Claymore` : 'Claymore';
}

const ONE: Record<string, string> = { sessions: 'Session', traces: 'Trace' };
