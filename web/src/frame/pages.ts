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
