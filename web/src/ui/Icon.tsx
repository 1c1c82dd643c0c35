/** Line icons on a 16 grid, drawn in the colour of the text around them. */
const PATHS = {
  overview: 'M2.5 13.5v-4M6.2 13.5v-8M9.8 13.5v-6M13.5 13.5v-11',
  sessions: 'M2.5 4h11M2.5 8h11M2.5 12h7',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6',
  insights: 'M2.5 12.5 6 8l3 2.5 4.5-6M10.5 4.5h3v3',
  ask: 'M8 2.2 9.4 6 13.3 7.5 9.4 9 8 12.8 6.6 9 2.7 7.5 6.6 6ZM13 11.5v3M11.5 13h3',
  dashboard: 'M2.5 3h5v6h-5zM9.5 3h4v3.5h-4zM9.5 8.5h4V13h-4zM2.5 11h5v2h-5z',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  save: 'M4 2.5h8v11l-4-3-4 3z',
  live: 'M8 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM4.5 11.5a5 5 0 0 1 0-7M11.5 4.5a5 5 0 0 1 0 7',
  funnel: 'M2.5 3h11l-4 5v5l-3-1.5V8z',
  retention: 'M2.5 2.5h3v3h-3zM6.5 2.5h3v3h-3zM10.5 2.5h3v3h-3zM2.5 6.5h3v3h-3zM6.5 6.5h3v3h-3zM2.5 10.5h3v3h-3z',
  paths: 'M2.5 4h3c4 0 1 8 5 8h3M5.5 4h8M11.5 2l2 2-2 2M11.5 10l2 2-2 2',
  heat: 'M8 14a4.5 4.5 0 0 0 4.5-4.5C12.5 6 8 5.5 8.5 2 5 4 3.5 7 3.5 9.5A4.5 4.5 0 0 0 8 14Z',
  people:
    'M6 7.5a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6ZM1.8 13a4.2 4.2 0 0 1 8.4 0M10.5 3.2a2.3 2.3 0 0 1 0 4.2M11.8 9.4A4.2 4.2 0 0 1 14.2 13',
  campaign: 'M2.5 6.5v3h2l6 3.5V3l-6 3.5zM13 6.5v3',
  cycle: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5v3h-3',
  calendar: 'M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v3M10.5 2v3',
  enter: 'M9 2.5h4.5v11H9M2.5 8H9M6.5 5l3 3-3 3',
  services: 'M2.5 3h4v4h-4zM9.5 3h4v4h-4zM6 9.5h4v4H6zM6.5 5h3M4.5 7v2.5M11.5 7v2.5',
  trace: 'M2.5 4h8M4.5 8h7M7.5 12h6',
  install: 'M5.5 5 2.5 8l3 3M10.5 5l3 3-3 3M9 3.5l-2 9',
  ledger: 'M3.5 2.5h9v11h-9zM6 5.5h4M6 8h4M6 10.5h2',
  settings: 'M2.5 4.5h6M11.5 4.5h2M2.5 11.5h2M7.5 11.5h6M10 3v3M6 10v3',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.4 10.4l3.1 3.1',
  clock: 'M8 13.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM8 5v3.2l2 1.3',
  filter: 'M2.5 4h11M4.5 8h7M6.5 12h3',
  close: 'm4 4 8 8M12 4l-8 8',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  star: 'm8 2 1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z',
  starred: 'm8 2 1.8 3.9 4.2.5-3.1 2.9.8 4.2L8 11.4l-3.7 2.1.8-4.2L2 6.4l4.2-.5z',
  download: 'M8 2.5v8M4.5 7.5 8 11l3.5-3.5M2.5 13.5h11',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z',
  system: 'M2.5 3.5h11v7.5h-11zM6 13.5h4',
  help: 'M6 6a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M8 11.6v.1M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z',
  collapse: 'M2.5 3h11v10h-11zM6 3v10',
  chevronDown: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  chevronRight: 'm6.5 4.5 3.5 3.5-3.5 3.5',
  arrowLeft: 'M13 8H3.5M7 4 3 8l4 4',
  arrowUp: 'M8 13V3.5M4 7l4-4 4 4',
  arrowDown: 'M8 3v9.5M4 9l4 4 4-4',
  play: 'M5 3.2v9.6L12.8 8z',
  pause: 'M5.2 3.5v9M10.8 3.5v9',
  back: 'M3 5.5V2.8M3 5.5h2.7M3.2 5.3A5.5 5.5 0 1 1 2.5 8',
  forward: 'M13 5.5V2.8M13 5.5h-2.7M12.8 5.3A5.5 5.5 0 1 0 13.5 8',
  skip: 'm3 4 5 4-5 4zM8 4l5 4-5 4z',
  share:
    'M6.8 9.2a2.5 2.5 0 0 0 3.6 0l2-2a2.5 2.5 0 0 0-3.6-3.6l-1 1M9.2 6.8a2.5 2.5 0 0 0-3.6 0l-2 2a2.5 2.5 0 0 0 3.6 3.6l1-1',
  error: 'M8 5v3.5M8 11v.1M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z',
  click: 'M6.5 6.5 13 9l-2.8 1.2L9 13zM6.2 1.8v1.6M2 6h1.6M3.2 3.2l1.1 1.1M9.2 3.2 8.1 4.3',
  rage: 'M8.8 1.8 4 9h3.6L7 14.2 12 7H8.4z',
  dead: 'M3.5 3.5 12.5 12.5M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z',
  page: 'M4 2.5h5l3 3v8H4zM9 2.5v3h3',
  request: 'M5 13V3.5M2.5 6 5 3.5 7.5 6M11 3v9.5M8.5 10l2.5 2.5 2.5-2.5',
  custom: 'm8 2.2 1.7 3.6 3.9.5-2.9 2.7.8 3.9L8 11l-3.5 1.9.8-3.9-2.9-2.7 3.9-.5z',
  input: 'M2.5 5h11v6h-11zM5 7v2',
  person: 'M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 13.5a5 5 0 0 1 10 0',
  scroll: 'M8 3v10M5 5.5 8 2.8l3 2.7M5 10.5l3 2.7 3-2.7',
  console: 'M2.5 3h11v10h-11zM5 6.2l2 1.8-2 1.8M8.5 10H11',
  vital: 'M1.8 8.5h3l1.8-5 2.8 9 1.8-4h3',
  plus: 'M8 3v10M3 8h10',
  desktop: 'M2 3.5h12v7H2zM6 13h4M8 10.5V13',
  mobile: 'M5 2h6v12H5zM7.5 11.8h1',
  tablet: 'M3.5 2h9v12h-9zM7.5 11.8h1',
  signOut: 'M6 2.5H3v11h3M10.5 5l3 3-3 3M13.5 8h-7',
  external: 'M9 3h4v4M13 3 7.5 8.5M11 9.5v3.5H3V5h3.5',
} as const;

export type IconName = keyof typeof PATHS;

const SOLID = new Set<IconName>(['play', 'skip', 'starred']);

export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  const solid = SOLID.has(name);
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={solid ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={solid ? 1 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none', display: 'block' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
