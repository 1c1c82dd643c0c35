import type { TraceSummary } from '../api/types';
import { full } from '../format/number';
import { sessionTarget } from '../state/target';
import { DataTable } from '../ui/DataTable';
import { When } from '../ui/When';
import { took } from './waterfall';

/** Traces, each with the way to it and to its session. */
export function TraceTable({
  projectId,
  traces,
  dimmed,
}: {
  projectId: string;
  traces: TraceSummary[];
  dimmed?: boolean;
}) {
  const longest = Math.max(1, ...traces.map((trace) => trace.durationMs));
  return (
    <DataTable<TraceSummary>
      label="Traces"
      inline
      dimmed={dimmed}
      rows={traces}
      target={(trace) => ({ to: '/p/$projectId/traces/$traceId', params: { projectId, traceId: trace.traceId } })}
      columns={[
        {
          key: 'startedAt',
          label: 'Started',
          width: 'minmax(96px, 0.5fr)',
          cell: (trace) => <When iso={trace.startedAt} />,
        },
        {
          key: 'operation',
          label: 'Began with',
          width: 'minmax(220px, 1.6fr)',
          cell: (trace) => (
            <>
              {trace.service} <span className="mono muted">{trace.operation}</span>
            </>
          ),
        },
        {
          key: 'durationMs',
          label: 'Duration',
          right: true,
          width: 'minmax(104px, 0.7fr)',
          share: (trace) => trace.durationMs / longest,
          cell: (trace) => took(trace.durationMs),
        },
        {
          key: 'spans',
          label: 'Spans',
          right: true,
          width: 'minmax(64px, 0.3fr)',
          cell: (trace) => full(trace.spans),
        },
        {
          key: 'errors',
          label: 'Failed',
          hint: 'Spans with the status Error',
          right: true,
          width: 'minmax(64px, 0.3fr)',
          cell: (trace) => (trace.errors > 0 ? full(trace.errors) : ''),
          tone: (trace) => (trace.errors > 0 ? 'error' : undefined),
        },
        {
          key: 'services',
          label: 'Services',
          width: 'minmax(160px, 1.2fr)',
          cell: (trace) => trace.services.toSorted().join(', '),
          tone: () => 'faint',
        },
        {
          key: 'sessionId',
          label: 'Session',
          width: 'minmax(124px, 0.5fr)',
          target: (trace) => (trace.sessionId ? sessionTarget(projectId, trace.sessionId, trace.startedAt) : undefined),
          cell: (trace) => (trace.sessionId ? 'Play the session' : ''),
        },
      ]}
    />
  );
}
