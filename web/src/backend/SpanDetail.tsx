import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get } from '../api/client';
import { projectPath } from '../api/queries';
import type { LogList, Span } from '../api/types';
import { Icon } from '../ui/Icon';
import { query } from './queries';
import css from './Trace.module.css';
import { around } from './TracePage';
import { moment, took } from './waterfall';

interface Props {
  projectId: string;
  traceId: string;
  span: Span;
  /** When the trace began. */
  from: number;
  onClose: () => void;
}

/** Everything a span says, and what was logged meanwhile. */
export function SpanDetail({ projectId, traceId, span, from, onClose }: Props) {
  const ends = around(moment(span.startedAt), span.durationMs);
  const logs = useQuery({
    queryKey: ['trace logs', projectId, traceId],
    queryFn: ({ signal }) =>
      get<LogList>(`${projectPath(projectId)}/logs${query({ traceId, ...ends, limit: 500 })}`, {}, signal),
  });
  const own = logs.data?.records.filter((record) => record.spanId === span.spanId).toReversed() ?? [];
  return (
    <aside className={css.detail} aria-label="The chosen span">
      <header className={css.detailHead}>
        <b className="ellipsis">{span.operation}</b>
        <ActionIcon onClick={onClose} aria-label="Close" size={22}>
          <Icon name="close" size={12} />
        </ActionIcon>
      </header>
      <dl className={css.facts2}>
        <dt>service</dt>
        <dd>{span.service}</dd>
        <dt>kind</dt>
        <dd>{span.kind}</dd>
        <dt>began</dt>
        <dd>{took(moment(span.startedAt) - from)} after the start</dd>
        <dt>took</dt>
        <dd>{took(span.durationMs)}</dd>
        <dt>status</dt>
        <dd className={span.status === 'Error' ? css.bad : undefined}>
          {span.status === 'Error' ? span.statusMessage || 'Error' : span.status}
        </dd>
        <dt>span</dt>
        <dd className="mono">{span.spanId}</dd>
      </dl>
      {own.length > 0 && (
        <section>
          <h3>Logs</h3>
          {own.map((record) => (
            <p key={record.id} className={css.line} data-level={record.level}>
              <span>{took(moment(record.at) - from)}</span> {record.body}
            </p>
          ))}
        </section>
      )}
      {span.events.length > 0 && (
        <section>
          <h3>Events</h3>
          {span.events.map((event) => (
            <div key={`${event.at} ${event.name}`} className={css.event}>
              <p>
                <span className="muted">{took(moment(event.at) - from)}</span> {event.name}
              </p>
              <Attributes of={event.attributes} />
            </div>
          ))}
        </section>
      )}
      <section>
        <h3>Attributes</h3>
        <Attributes of={span.attributes} />
      </section>
      <section>
        <h3>Sent by</h3>
        <Attributes of={span.resource} />
      </section>
      {span.links.length > 0 && (
        <section>
          <h3>Links</h3>
          {span.links.map((link) => (
            <Link
              key={link.spanId}
              to="/p/$projectId/traces/$traceId"
              params={{ projectId, traceId: link.traceId }}
              className="mono"
            >
              {link.traceId}
            </Link>
          ))}
        </section>
      )}
    </aside>
  );
}

export function Attributes({ of }: { of: Record<string, string> }) {
  const all = Object.entries(of).sort(([a], [b]) => a.localeCompare(b));
  if (all.length === 0) return <p className="muted">None.</p>;
  return (
    <dl className={css.facts2}>
      {all.map(([key, value]) => (
        <div key={key} className={css.pair}>
          <dt>{key}</dt>
          <dd className="mono">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
