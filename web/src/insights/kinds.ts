import { type ComponentType, lazy } from 'react';
import type { InsightKey } from './names';
import type { Ask } from './useAnswer';

type Page = ComponentType<{ ask: Ask }>;

const reports = () => import('./reports/pages');

/** The page of each analysis; each loads on its own. */
export const KINDS: Record<InsightKey, Page> = {
  trends: page(async () => (await import('./trends/Trends')).Trends),
  funnels: page(async () => (await import('./funnels/Funnels')).Funnels),
  retention: page(async () => (await import('./retention/Retention')).Retention),
  paths: page(async () => (await import('./paths/Paths')).Paths),
  activity: page(async () => (await import('./activity/Activity')).Activity),
  heatmaps: page(async () => (await import('./heatmaps/Heatmaps')).Heatmaps),
  errors: page(async () => (await import('./errors/ErrorGroups')).ErrorGroups),
  requests: page(async () => (await reports()).Requests),
  vitals: page(async () => (await reports()).Vitals),
  people: page(async () => (await import('./people/People')).People),
  live: page(async () => (await import('./live/Live')).Live),
  campaigns: page(async () => (await reports()).Campaigns),
  entries: page(async () => (await reports()).Entries),
};

function page(load: () => Promise<Page>): Page {
  return lazy(async () => ({ default: await load() }));
}
