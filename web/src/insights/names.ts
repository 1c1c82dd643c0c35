import type { IconName } from '../ui/Icon';

/** The analyses, in the order of the menu: the last part of their address, what they are called and what they are for. */
export const INSIGHTS = [
  { key: 'trends', label: 'Trends', about: 'Any metric over time, with breakdowns', icon: 'insights' },
  {
    key: 'funnels',
    label: 'Funnels',
    about: 'How many people complete a series of steps, and where they drop off',
    icon: 'funnel',
  },
  { key: 'retention', label: 'Retention', about: 'How many people come back, and when', icon: 'retention' },
  { key: 'paths', label: 'Paths', about: 'Where people go, and where they came from', icon: 'paths' },
  { key: 'activity', label: 'Activity', about: 'Who is new, who returns, who is gone', icon: 'cycle' },
  { key: 'heatmaps', label: 'Heatmaps', about: 'Where on a page people click, and how far they scroll', icon: 'heat' },
  {
    key: 'errors',
    label: 'Errors',
    about: 'Errors grouped by cause: how many are affected, and since when',
    icon: 'error',
  },
  { key: 'requests', label: 'Requests', about: 'Slow and failing endpoints', icon: 'request' },
  {
    key: 'vitals',
    label: 'Web vitals',
    about: 'How fast pages are for real users, at the 75th percentile',
    icon: 'vital',
  },
  { key: 'people', label: 'People', about: 'Who they are and what they did', icon: 'people' },
  { key: 'live', label: 'Live', about: 'What is happening now', icon: 'live' },
  { key: 'campaigns', label: 'Campaigns', about: 'Visitors by campaign, source and medium', icon: 'campaign' },
  { key: 'entries', label: 'Entry and exit', about: 'Where sessions begin and end', icon: 'enter' },
] as const satisfies readonly { key: string; label: string; about: string; icon: IconName }[];

export type InsightKey = (typeof INSIGHTS)[number]['key'];
