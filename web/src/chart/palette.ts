/** The series palette, in order; more series than colours begin anew. */
export const SERIES = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6'] as const;

export function seriesColor(index: number): string {
  return SERIES[index % SERIES.length] ?? '--series-1';
}
