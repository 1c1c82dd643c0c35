import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListedSession } from '../../api/listed';
import { fetchBehind } from '../../api/queries';
import { countryName } from '../../format/country';
import { full } from '../../format/number';
import { readablePath } from '../../format/path';
import { duration } from '../../format/time';
import { personName } from '../../sessions/personName';
import { sessionTarget } from '../../state/target';
import type { Span } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { When } from '../../ui/When';
import css from '../errors/Errors.module.css';
import insights from '../insights.module.css';
import { Panel } from '../Panel';
import { ShareTable } from '../ShareTable';
import { TrendLines } from '../trends/TrendLines';
import { trendSeries } from '../trends/trendSeries';
import { type Ask, complete, useAnswer } from '../useAnswer';
import { ACTIVE, activeSpan, NOW, VISITORS } from './active';

const MINUTES = 30;
const REFRESH_MS = 5_000;
const MOST_ROWS = 200;

/** What is happening now: the last half hour minute by minute, and who is on the site. */
export function Live({ ask }: { ask: Ask }) {
  const { projectId } = useView();
  const now: Ask = { ...ask, range: NOW };
  const span = {
    name: 'last half hour',
    of: ({ to }: Span): Span => ({ from: new Date(to.getTime() - MINUTES * 60_000), to }),
  };
  const minutes = useAnswer(
    now,
    { metrics: ['pageviews', VISITORS, 'errors'], interval: 'minute', limit: 1_000 },
    { refreshMs: REFRESH_MS, span },
  );
  const list = useQuery({
    queryKey: ['live', projectId, ask.filters, ask.where],
    queryFn: ({ signal }) => {
      const query = complete(now, ACTIVE.body, () => activeSpan(new Date()));
      return fetchBehind(projectId, { query, cell: { row: {}, column: ACTIVE.column }, limit: MOST_ROWS }, signal);
    },
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      <Panel
        title="The last 30 minutes"
        answers={[{ title: 'The last 30 minutes', answer: minutes }]}
        height={220}
        empty="Nothing happened in the last half hour."
      >
        {(result) => (
          <TrendLines
            bucket="minute"
            shape="bar"
            unit="count"
            lines={trendSeries({
              answer: result,
              before: undefined,
              measures: ['pageviews', 'visitors', 'errors'].map((metric) => ({ kind: 'metric', metric })),
              by: undefined,
              top: undefined,
              bucket: 'minute',
              span: span.of({ from: new Date(0), to: new Date(minutes.dataUpdatedAt) }),
              smooth: 1,
              nameOf: (name) => NAMES[String(name)] ?? String(name),
              unitOf: () => 'count',
              colorOf: (name) => (name === 'errors' ? '--error' : undefined),
            })}
          />
        )}
      </Panel>
      <section className={insights.panel} aria-label="On the site now">
        <header className={insights.panelHead}>
          <h2 className={insights.panelTitle}>On the site now</h2>
          <span className="muted">
            {list.data && full(list.data.total ?? 0)}
            {list.data?.nextCursor && `, the newest ${MOST_ROWS} listed`}
          </span>
        </header>
        <DataTable
          label="On the site now"
          inline
          columns={COLUMNS}
          rows={list.data?.sessions ?? []}
          dimmed={list.isPlaceholderData}
          target={(session) => sessionTarget(projectId, session.sessionId)}
          empty={list.isPending ? 'Loading' : 'Nobody was active in the last five minutes.'}
        />
      </section>
      <div className={css.three}>
        <ShareTable ask={now} field="page" metric="pageviews" />
        <ShareTable ask={now} field="referrer" metric="sessions" />
        <ShareTable ask={now} field="country" metric="sessions" />
      </div>
    </>
  );
}

const NAMES: Record<string, string> = { pageviews: 'Page views', visitors: 'Visitors', errors: 'Errors' };

const COLUMNS: DataColumn<ListedSession>[] = [
  { key: 'person', label: 'Visitor', width: 'minmax(130px, 1fr)', cell: (session) => personName(session).name },
  {
    key: 'exitPage',
    label: 'On the page',
    width: 'minmax(140px, 1.2fr)',
    cell: (session) => readablePath(session.exitPage),
  },
  {
    key: 'place',
    label: 'Place',
    width: 'minmax(110px, 0.8fr)',
    cell: (session) => session.city || (session.country && countryName(session.country)),
  },
  {
    key: 'device',
    label: 'Device',
    width: 'minmax(110px, 0.8fr)',
    cell: (session) => [session.browser, session.device].filter(Boolean).join(' · '),
  },
  {
    key: 'since',
    label: 'For',
    right: true,
    width: 'minmax(80px, 0.4fr)',
    value: (session) => session.durationMs,
    cell: (session) => duration(session.durationMs),
  },
  {
    key: 'endedAt',
    label: 'Last event',
    width: 'minmax(96px, 0.5fr)',
    value: (session) => session.endedAt,
    cell: (session) => <When iso={session.endedAt} />,
  },
  {
    key: 'errorCount',
    label: 'Errors',
    right: true,
    width: 'minmax(60px, 0.3fr)',
    value: (session) => session.errorCount,
    cell: (session) => session.errorCount,
    tone: (session) => (session.errorCount > 0 ? 'error' : 'faint'),
  },
];
