/** An analysis that is numbers by a field: what it counts, by what, and what its rows lead to. */
export interface Report {
  /** The fields it can be broken down by, the first is the one to begin with. */
  fields: string[];
  metrics: string[];
  /** Which of the metrics the chart shows. */
  chart: string;
  /** What it says where there is nothing. */
  none: string;
  /** The vitals that percentiles are of: the number of measurements stands beside each, and what was measured most comes first. */
  vitals?: Record<string, string>;
  /** Bounds of good and poor, of metrics that have them. */
  bounds?: Record<string, { good: number; poor: number }>;
  /** Rows without a value say nothing here. */
  named?: boolean;
}

/** The column of how many measurements a percentile is of. */
export const samplesOf = (metric: string) => `${metric}Samples`;

/** What is asked for beside the metrics: how many measurements each percentile is of. */
export function sampleCounts(report: Report, metrics: string[]): object[] {
  return metrics.flatMap((metric) => {
    const vital = report.vitals?.[metric];
    if (!vital) return [];
    const of = [
      { field: 'type', op: 'eq', values: ['vital'] },
      { field: 'name', op: 'eq', values: [vital] },
    ];
    return { name: samplesOf(metric), function: 'count', over: 'event', where: { all: of } };
  });
}

/**
 * The list begins with what the chart shows: most of it where it counts, the most measured of a percentile, the busiest where it is a share or a mean, which
 * is highest where next to nothing happened.
 */
export function reportOrder(report: Report, metrics: string[], charted: string, unit: string | undefined): string[] {
  const first = report.vitals?.[charted] ? samplesOf(charted) : unit === 'count' || unit === 'money' ? charted : '';
  return [...new Set([first, metrics[0] ?? ''])].filter((name) => name !== '');
}

export const REQUESTS: Report = {
  fields: ['requestUrl', 'requestMethod', 'statusCode', 'page', 'release', 'country', 'browser'],
  metrics: ['requests', 'failedRequests', 'requestFailureRate', 'requestDuration'],
  chart: 'failedRequests',
  none: 'No requests in this time range. Failed and slow ones are recorded, others by their share.',
};

/** Bounds as web.dev/articles/vitals gives them. */
export const VITALS: Report = {
  fields: ['page', 'device', 'country', 'browser', 'release'],
  metrics: ['lcpP75', 'inpP75', 'clsP75', 'fcpP75', 'ttfbP75'],
  chart: 'lcpP75',
  none: 'No web vitals were measured in this time range.',
  vitals: { lcpP75: 'LCP', inpP75: 'INP', clsP75: 'CLS', fcpP75: 'FCP', ttfbP75: 'TTFB' },
  bounds: {
    lcpP75: { good: 2_500, poor: 4_000 },
    inpP75: { good: 200, poor: 500 },
    clsP75: { good: 0.1, poor: 0.25 },
    fcpP75: { good: 1_800, poor: 3_000 },
    ttfbP75: { good: 800, poor: 1_800 },
  },
};

const VISITS = ['sessions', 'visitors', 'bounceRate', 'pagesPerSession', 'averageDuration', 'totalCartValue'];

export const CAMPAIGNS: Report = {
  fields: ['utmCampaign', 'utmSource', 'utmMedium', 'utmTerm', 'utmContent', 'referrer'],
  metrics: VISITS,
  chart: 'sessions',
  none: 'No sessions in this time range.',
  named: true,
};

export const ENTRIES: Report = {
  fields: ['entryPage', 'exitPage', 'referrer', 'country', 'device'],
  metrics: VISITS,
  chart: 'sessions',
  none: 'No sessions in this time range.',
};
