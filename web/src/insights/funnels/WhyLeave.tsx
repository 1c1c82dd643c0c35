import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../../api/client';
import { projectPath } from '../../api/queries';
import type { Contrast, ContrastStep, Filter } from '../../api/types';
import { countryName } from '../../format/country';
import { full, percent, pValue } from '../../format/number';
import { eventWords } from '../../state/conditions';
import { sessionTarget } from '../../state/target';
import { rangeKey, spanOf } from '../../state/timeRange';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { SqlPopover } from '../../ui/SqlPopover';
import { Failed } from '../../ui/States';
import { MenuPicker } from '../builder/Picker';
import css from '../insights.module.css';
import type { Ask } from '../useAnswer';

type Finding = Contrast['findings'][number];

/** What those who leave after a step have more often than those who go on, where chance does not explain it. */
export function WhyLeave({ ask, steps }: { ask: Ask; steps: Filter[][] }) {
  const places = steps.slice(0, -1).flatMap((step, index) => {
    const own = contrastStep(step);
    const goal = contrastStep(steps[index + 1] ?? []);
    return own && goal ? [{ index, own, goal, name: eventWords(step) }] : [];
  });
  const [chosen, setChosen] = useState<string>();
  const place = places.find(({ index }) => String(index) === chosen) ?? places[0];
  const contrast = useQuery({
    queryKey: ['contrast', ask.projectId, place?.own, place?.goal, rangeKey(ask.range)],
    queryFn: ({ signal }) => {
      const { from, to } = spanOf(ask.range, new Date());
      const body = { step: place?.own, goal: place?.goal, from: from.toISOString(), to: to.toISOString() };
      return post<Contrast>(`${projectPath(ask.projectId)}/contrast`, body, signal);
    },
    enabled: place !== undefined,
    staleTime: 60_000,
  });
  if (!place) return null;
  const { data } = contrast;
  return (
    <section className={css.panel} aria-label="Why people drop off">
      <header className={css.panelHead}>
        <h2 className={css.panelTitle}>Why people drop off</h2>
        <MenuPicker
          label="after"
          value={String(place.index)}
          options={places.map(({ index, name }) => ({ value: String(index), label: `${index + 1}. ${name}` }))}
          onChange={setChosen}
        />
        <span className={css.space} />
        {data && <SqlPopover statements={[{ title: 'Why people drop off', sql: data.sql, stats: data.stats }]} />}
      </header>
      {contrast.error ? (
        <Failed what="This could not be compared" error={contrast.error} onRetry={() => void contrast.refetch()} />
      ) : (
        data && (
          <>
            <p className={css.text}>{data.text}</p>
            {data.findings.length > 0 && (
              <DataTable
                label="What those who drop off have in common"
                inline
                columns={columnsOf(ask.projectId)}
                rows={data.findings}
              />
            )}
          </>
        )
      )}
    </section>
  );
}

/** A step that the comparison knows: one page or one custom event. */
export function contrastStep(filters: Filter[]): ContrastStep | undefined {
  const [only] = filters;
  const value = only?.values?.[0];
  if (filters.length !== 1 || !only || only.values?.length !== 1 || typeof value !== 'string') return undefined;
  if (only.field === 'customEvent' && only.op === 'eq') return { kind: 'event', value };
  if (only.field !== 'viewedPage' && only.field !== 'page') return undefined;
  if (only.op === 'eq') return { kind: 'page', value };
  return only.op === 'contains' ? { kind: 'pageContains', value } : undefined;
}

const NUMBER = 'minmax(96px, 0.5fr)';

const columnsOf = (projectId: string): DataColumn<Finding>[] => [
  {
    key: 'what',
    label: 'What',
    width: 'minmax(200px, 1.8fr)',
    cell: (finding) => {
      const value = finding.kind === 'country' ? countryName(finding.value) : finding.value;
      return (
        <span title={finding.value}>
          <span className="muted">{KINDS[finding.kind] ?? finding.kind}</span> {value}
        </span>
      );
    },
  },
  {
    key: 'with',
    label: 'Drop off with it',
    right: true,
    width: NUMBER,
    cell: (finding) => percent(finding.leaveRateWith),
    tone: () => 'friction',
  },
  {
    key: 'without',
    label: 'Drop off without it',
    right: true,
    width: NUMBER,
    cell: (finding) => percent(finding.leaveRateWithout),
  },
  { key: 'left', label: 'Dropped off with it', right: true, width: NUMBER, cell: (finding) => full(finding.leftWith) },
  {
    key: 'chance',
    label: 'p-value',
    hint: 'How likely such a difference would be by chance, corrected for the number of comparisons',
    right: true,
    width: NUMBER,
    cell: (finding) => pValue(finding.qValue),
  },
  {
    key: 'sessions',
    label: 'Example',
    width: 'minmax(120px, 0.6fr)',
    cell: (finding) =>
      finding.sessions.slice(0, 3).map((session, index) => (
        <Link
          key={session.sessionId}
          {...(sessionTarget(projectId, session.sessionId) as unknown as { to: '/' })}
          style={{ marginRight: 8, color: 'var(--accent-text)' }}
          preload={false}
        >
          {index === 0 ? 'Session' : index + 1}
        </Link>
      )),
  },
];

const KINDS: Record<string, string> = {
  failedRequest: 'failed request',
  slowRequest: 'slow request',
  rageClick: 'rage click on',
  deadClick: 'dead click on',
};
