import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ApiError } from '../api/client';
import type { TraceDetail } from '../api/types';
import { seriesColor } from '../chart/palette';
import { exact } from '../format/time';
import type { Target } from '../state/target';
import { useView } from '../state/useView';
import { CopyButton } from '../ui/CopyButton';
import { Icon } from '../ui/Icon';
import { SqlPopover } from '../ui/SqlPopover';
import { Failed } from '../ui/States';
import { traceQuery } from './queries';
import { SpanDetail } from './SpanDetail';
import css from './Trace.module.css';
import { Waterfall } from './Waterfall';
import { bars, moment, timeByService, took } from './waterfall';

/** One trace: who did what when, and the session that asked for it. */
export function TracePage() {
  const { projectId = '', traceId = '' } = useParams({ strict: false }) as { projectId?: string; traceId?: string };
  const trace = useQuery(traceQuery(projectId, traceId));
  if (trace.data) return <Trace key={traceId} projectId={projectId} trace={trace.data} />;
  if (trace.error) {
    const missing = trace.error instanceof ApiError && trace.error.status === 404;
    return (
      <Failed
        what={missing ? 'There is no such trace' : 'The trace could not be loaded'}
        error={trace.error}
        onRetry={() => void trace.refetch()}
      />
    );
  }
  return (
    <div className={css.waiting}>
      <Skeleton height={24} width={320} />
      <Skeleton height={260} />
      {trace.failureCount > 0 && (
        <p className="muted">The spans of this request have not arrived yet. Looking again…</p>
      )}
    </div>
  );
}

function Trace({ projectId, trace }: { projectId: string; trace: TraceDetail }) {
  const { search, update } = useView();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const all = useMemo(() => bars(trace.spans), [trace.spans]);
  const shown = useMemo(() => (folded.size > 0 ? bars(trace.spans, folded) : all), [trace.spans, folded, all]);
  const services = useMemo(() => timeByService(all.bars), [all]);
  const colors = new Map(services.map(({ service }, index) => [service, seriesColor(index)]));
  const root = all.bars[0]?.span;
  const chosen = trace.spans.find((span) => span.spanId === search.span);
  const failed = trace.spans.filter((span) => span.status === 'Error').length;
  const own = services.reduce((sum, one) => sum + one.ms, 0);
  const logs: Target = {
    to: '/p/$projectId/logs',
    params: { projectId },
    search: { trace: trace.traceId, ...around(all.from, all.totalMs) },
  };
  const toggle = (spanId: string) =>
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(spanId)) next.add(spanId);
      return next;
    });
  return (
    <div className={css.page} data-detail={chosen ? true : undefined}>
      <header className={css.head}>
        <div className={css.names}>
          <h1 className={css.name}>
            {root?.service} <span className="mono">{root?.operation}</span>
          </h1>
          <p className={css.facts}>
            <b>{took(all.totalMs)}</b> · {trace.spans.length} spans of {services.length}{' '}
            {services.length === 1 ? 'service' : 'services'}
            {failed > 0 && <span className={css.bad}> · {failed} failed</span>} ·{' '}
            {root && exact(new Date(moment(root.startedAt)))} · <code className="mono">{trace.traceId}</code>
          </p>
        </div>
        {trace.session && (
          <Button
            component={Link}
            leftSection={<Icon name="play" size={12} />}
            {...(replayTarget(projectId, trace.session) as { to: '/' })}
          >
            Play the session at this moment
          </Button>
        )}
        <Button component={Link} variant="default" {...(logs as { to: '/' })}>
          Logs
        </Button>
        <CopyButton text={location.href} label="Link" />
        <SqlPopover statements={[{ title: 'Spans', sql: trace.sql, stats: trace.stats }]} />
      </header>
      <div className={css.services} role="img" aria-label="Own time by service">
        <span className={css.strip}>
          {services.map(({ service, ms }) => (
            <i
              key={service}
              title={`${service}: ${took(ms)} of its own`}
              style={{ width: `${(100 * ms) / Math.max(own, 1e-6)}%`, background: `var(${colors.get(service)})` }}
            />
          ))}
        </span>
        {services.map(({ service, ms }) => (
          <span key={service} className={css.part}>
            <i style={{ background: `var(${colors.get(service)})` }} />
            {service} <b>{took(ms)}</b>
          </span>
        ))}
      </div>
      {trace.spansCut && <p className={css.cut}>The trace has more spans; the first {trace.spans.length} are shown.</p>}
      <Waterfall
        bars={shown.bars}
        totalMs={shown.totalMs}
        colors={colors}
        folded={folded}
        chosen={search.span}
        onFold={toggle}
        onChoose={(spanId) => update({ span: spanId === search.span ? undefined : spanId }, true)}
      />
      {chosen && (
        <SpanDetail
          projectId={projectId}
          traceId={trace.traceId}
          span={chosen}
          from={all.from}
          onClose={() => update({ span: undefined }, true)}
        />
      )}
    </div>
  );
}

/** The session, playing from a little before the request, with the tab that made it. */
function replayTarget(projectId: string, { sessionId, at, windowId }: NonNullable<TraceDetail['session']>): Target {
  return {
    to: '/p/$projectId/sessions/$sessionId',
    params: { projectId, sessionId },
    search: { at, w: windowId ?? undefined, tab: 'network' },
  };
}

const MINUTE = 60_000;

/** A range in which the trace's logs surely are. */
export function around(from: number, totalMs: number): { from: string; to: string } {
  return {
    from: new Date(from - 5 * MINUTE).toISOString(),
    to: new Date(from + totalMs + 5 * MINUTE).toISOString(),
  };
}
