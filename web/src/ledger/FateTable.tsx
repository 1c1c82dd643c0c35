import { bucketLabel } from '../chart/bucketLabel';
import { full } from '../format/number';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { When } from '../ui/When';
import type { Fate } from './outcomes';

/** `hourly`: of the last event no more is known than its hour. */
const columns = (hourly: boolean): DataColumn<Fate>[] => [
  {
    key: 'outcome',
    label: 'Outcome',
    width: 'minmax(130px, 0.6fr)',
    value: (fate) => fate.outcome.label,
    cell: (fate) => fate.outcome.label,
    mark: (fate) => fate.outcome.color,
    tone: (fate) => fate.outcome.tone,
  },
  {
    key: 'code',
    label: 'Code',
    mono: true,
    width: 'minmax(150px, 0.7fr)',
    value: (fate) => fate.code,
    cell: (fate) => fate.code || '–',
    tone: (fate) => (fate.code ? undefined : 'faint'),
  },
  {
    key: 'events',
    label: 'Events',
    right: true,
    width: 'minmax(90px, 0.3fr)',
    value: (fate) => fate.events,
    cell: (fate) => full(fate.events),
  },
  {
    key: 'last',
    label: 'Last',
    hint: hourly ? 'The hour of the last one; take a shorter time range for the minute' : undefined,
    width: hourly ? 'minmax(210px, 0.5fr)' : 'minmax(96px, 0.4fr)',
    value: (fate) => fate.last,
    cell: (fate) => (hourly ? bucketLabel(new Date(fate.last), 'hour') : <When iso={fate.last} />),
  },
  { key: 'about', label: 'What it means', width: 'minmax(240px, 2fr)', cell: (fate) => fate.outcome.about },
];

export function FateTable({ rows, hourly }: { rows: Fate[]; hourly: boolean }) {
  return <DataTable label="What happened to the events" inline columns={columns(hourly)} rows={rows} />;
}
