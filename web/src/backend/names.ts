/** The pages about backends. */
export const BACKEND_PAGES = [
  { to: '/p/$projectId/services', label: 'Services' },
  { to: '/p/$projectId/traces', label: 'Traces' },
  { to: '/p/$projectId/logs', label: 'Logs' },
  { to: '/p/$projectId/metrics', label: 'Metrics' },
] as const;
