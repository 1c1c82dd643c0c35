import type { IconName } from '../ui/Icon';

/** The pages of a project, in the order of the menu; `key` after `g` goes there. */
export const PAGES = [
  { to: '/p/$projectId/overview', label: 'Overview', icon: 'overview', key: 'o' },
  { to: '/p/$projectId/sessions', label: 'Sessions', icon: 'sessions', key: 's' },
  { to: '/p/$projectId/install', label: 'Install', icon: 'install', key: 'i' },
  { to: '/p/$projectId/settings', label: 'Settings', icon: 'settings', key: ',' },
] as const satisfies readonly { to: string; label: string; icon: IconName; key: string }[];
