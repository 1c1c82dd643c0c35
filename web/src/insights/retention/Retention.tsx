import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { modelQuery } from '../../api/queries';
import { bucketLabel } from '../../chart/bucketLabel';
import type { SeriesInput } from '../../chart/seriesOption';
import { full, percent, short } from '../../format/number';
import { eventWords, formatEvent, parseEvent } from '../../state/conditions';
import { behindTarget } from '../../state/target';
import { useView } from '../../state/useView';
import { EventPicker } from '../builder/EventPicker';
import { Builder, Line, MenuPicker } from '../builder/Picker';
import css from '../insights.module.css';
import { Panel } from '../Panel';
import { type Ask, useAnswer } from '../useAnswer';
import { averageRetention, type Cohort, cohortsOf, periodSpan, stageOf, type Unit } from './cohorts';
import grid from './Retention.module.css';

const SeriesChart = lazy(() => import('../../chart/SeriesChart'));

const PERIODS: Record<Unit, number> = { day: 14, week: 8, month: 6 };

/** How many people come back, and when. */
export function Retention({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const unit: Unit = UNITS.find((option) => option.value === search.every)?.value ?? 'day';
  const kind = KINDS.find((option) => option.value === search.order)?.value ?? 'firstInRange';
  const [startText = '', backText = ''] = search.step ?? [];
  const start = startText === '*' ? [] : parseEvent(startText);
  const back = backText === '*' ? [] : parseEvent(backText);
  const body = {
    kind: 'retention',
    retention: kind,
    unit,
    cohorts: unit,
    periods: Array.from({ length: PERIODS[unit] + 1 }, (_, period) => period),
    ...(start.length > 0 ? { start: { all: start } } : {}),
    ...(back.length > 0 ? { back: { all: back } } : {}),
  };
  const answer = useAnswer(ask, body);
  // The address has both places; a star stands for a session, whatever happened in it.
  const setSteps = (first: string, second: string) =>
    update({ step: first === '' && second === '' ? undefined : [first || '*', second || '*'] });
  /** @param period nothing: all who began */
  const open = (cohort: Cohort, period?: number) => {
    const began = `Began ${bucketLabel(cohort.start, unit)}`;
    return behindTarget(projectId, search, ask.filters, {
      title: period === undefined ? began : `${began}, back in ${unit} ${period}`,
      query: body,
      cell: {
        row: { cohort: cohort.start.toISOString(), period: period ?? 0 },
        column: period === undefined ? 'people' : 'returned',
      },
    });
  };
  return (
    <>
      <Builder>
        <Line label="People">
          <span className="muted">who first had</span>
          <EventPicker
            label={start.length > 0 ? 'First' : 'any session'}
            value={start.length > 0 ? start : undefined}
            onChange={(event) => setSteps(formatEvent(event), back.length > 0 ? backText : '')}
            onRemove={start.length > 0 ? () => setSteps('', back.length > 0 ? backText : '') : undefined}
          />
          <span className="muted">and came back with</span>
          <EventPicker
            label={back.length > 0 ? 'Then' : 'any session'}
            value={back.length > 0 ? back : undefined}
            onChange={(event) => setSteps(start.length > 0 ? startText : '', formatEvent(event))}
            onRemove={back.length > 0 ? () => setSteps(start.length > 0 ? startText : '', '') : undefined}
          />
        </Line>
        <Line label="Count">
          <MenuPicker
            label="By"
            value={unit}
            options={UNITS}
            onChange={(value) => update({ every: value === 'day' ? undefined : value })}
          />
          <MenuPicker
            label="First means"
            value={kind}
            options={KINDS}
            onChange={(value) => update({ order: value === 'firstInRange' ? undefined : value })}
          />
        </Line>
      </Builder>
      <Panel
        extra
        title="Share that comes back"
        how={`Share of the people who began that had ${back.length > 0 ? eventWords(back, model) : 'a session'} that many ${unit}s later, of all cohorts for which it is known yet.`}
        answers={[{ title: 'Share that comes back', answer }]}
        height={240}
      >
        {(result) => <Curve unit={unit} cohorts={cohortsOf(result)} />}
      </Panel>
      <Panel
        title={`By the ${unit} they began`}
        answers={[{ title: 'By cohort', answer }]}
        actions={<span className="muted">hatched: not over yet</span>}
      >
        {(result) => {
          const cohorts = cohortsOf(result);
          const periods = [...new Set(cohorts.flatMap((cohort) => [...cohort.periods.keys()]))].sort((a, b) => a - b);
          const rates = cohorts.flatMap((cohort) =>
            [...cohort.periods].filter(([period]) => period > 0).map(([, { rate }]) => rate),
          );
          const most = Math.max(0.01, ...rates);
          const now = Date.now();
          return (
            <div className={grid.scroller}>
              <table className={grid.grid}>
                <thead>
                  <tr>
                    <th scope="col">Began</th>
                    <th scope="col">People</th>
                    {periods.map((period) => (
                      <th key={period} scope="col">
                        {unit.charAt(0).toUpperCase() + unit.slice(1)} {period}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {cohorts.map((cohort) => (
                    <tr key={cohort.start.getTime()}>
                      <th scope="row">{bucketLabel(cohort.start, unit)}</th>
                      <td>
                        <Link {...(open(cohort) as unknown as { to: '/' })} title={full(cohort.people)} preload={false}>
                          {short(cohort.people)}
                        </Link>
                      </td>
                      {periods.map((period) => {
                        const cell = cohort.periods.get(period);
                        const when = stageOf(periodSpan(cohort.start, unit, period), now);
                        if (!cell || when === 'ahead') return <td key={period} className={grid.none} />;
                        const goesOn = when === 'unfinished';
                        const said = `${full(cell.returned)} of ${full(cohort.people)}, ${percent(cell.rate)}${goesOn ? `; this ${unit} is not over yet` : ''}`;
                        return (
                          <td key={period}>
                            <Link
                              {...(open(cohort, period) as unknown as { to: '/' })}
                              className={grid.cell}
                              data-unfinished={goesOn || undefined}
                              style={{ backgroundColor: shade(period === 0 ? 1 : cell.rate / most) }}
                              title={said}
                              preload={false}
                              tabIndex={-1}
                            >
                              {percent(cell.rate)}
                            </Link>
                          </td>
                        );
                      })}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          );
        }}
      </Panel>
    </>
  );
}

/** The accent, as strong as the share is high; the low end stays readable. */
function shade(rate: number): string {
  const strength = rate <= 0 ? 0 : 6 + Math.min(1, rate) * 44;
  return `color-mix(in srgb, var(--accent) ${Math.round(strength)}%, transparent)`;
}

function Curve({ unit, cohorts }: { unit: Unit; cohorts: Cohort[] }) {
  const key = JSON.stringify(cohorts.map((cohort) => [...cohort.periods]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cohorts are compared by what is in them
  const input = useMemo((): SeriesInput => {
    // All are there in the first period: that says nothing.
    const average = averageRetention(cohorts, unit, Date.now()).filter(({ period }) => period > 0);
    return {
      title: 'Share that comes back',
      labels: average.map(({ period }) => `${unit} ${period}`),
      shape: 'line',
      series: [{ name: 'come back', values: average.map(({ rate }) => rate), color: '--series-1', area: true }],
      format: percent,
      tooltip: (index) => {
        const point = average[index];
        return point
          ? `${unit} ${point.period}<br><b>${percent(point.rate ?? 0)}</b> of ${full(point.people)} people`
          : '';
      },
    };
  }, [key, unit]);
  return (
    <div className={css.chart}>
      <Suspense fallback={<Skeleton height="100%" />}>
        <SeriesChart input={input} />
      </Suspense>
    </div>
  );
}

const UNITS = [
  { value: 'day', label: 'day' },
  { value: 'week', label: 'week' },
  { value: 'month', label: 'month' },
] as const;

const KINDS = [
  { value: 'firstInRange', label: 'first in the time range' },
  { value: 'firstTime', label: 'first ever' },
  { value: 'recurring', label: 'every time' },
] as const;
