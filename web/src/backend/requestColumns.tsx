import type { Service } from '../api/types';
import { full, percent, short } from '../format/number';
import type { DataColumn } from '../ui/DataTable';
import { When } from '../ui/When';
import { took } from './waterfall';

type Numbers = Omit<Service, 'service' | 'spans'>;

/** What services and operations have in common. */
export function requestColumns<R extends Numbers>(most: number): DataColumn<R>[] {
  return [
    {
      key: 'requests',
      label: 'Requests',
      hint: 'Spans by which work comes in: of kind Server or Consumer, or without a parent',
      right: true,
      width: 'minmax(96px, 0.7fr)',
      value: (row) => row.requests,
      share: (row) => row.requests / Math.max(1, most),
      cell: (row) => <span title={full(row.requests)}>{short(row.requests)}</span>,
    },
    {
      key: 'rate',
      label: 'Per minute',
      right: true,
      width: 'minmax(88px, 0.5fr)',
      value: (row) => row.requestsPerSecond,
      cell: (row) => short(row.requestsPerSecond * 60),
    },
    {
      key: 'errorShare',
      label: 'Failed',
      hint: 'Requests whose span has the status Error',
      right: true,
      width: 'minmax(80px, 0.5fr)',
      value: (row) => row.errorShare,
      cell: (row) => (
        <span title={`${full(row.errors)} requests`}>{row.errorShare === null ? '' : percent(row.errorShare)}</span>
      ),
      tone: (row) => (row.errors > 0 ? 'error' : 'faint'),
    },
    duration('p50Ms', 'p50'),
    duration('p95Ms', 'p95'),
    duration('p99Ms', 'p99'),
    {
      key: 'lastSeenAt',
      label: 'Last seen',
      right: true,
      width: 'minmax(96px, 0.5fr)',
      value: (row) => row.lastSeenAt,
      cell: (row) => <When iso={row.lastSeenAt} />,
    },
  ];
}

function duration<R extends Numbers>(key: 'p50Ms' | 'p95Ms' | 'p99Ms', label: string): DataColumn<R> {
  return {
    key,
    label,
    hint: `${label} of the durations`,
    right: true,
    width: 'minmax(80px, 0.5fr)',
    value: (row) => row[key],
    cell: (row) => {
      const ms = row[key];
      return typeof ms === 'number' ? took(ms) : '';
    },
  };
}
