import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { modelQuery } from '../../api/queries';
import type { QueryResult } from '../../api/types';
import { bucketLabel } from '../../chart/bucketLabel';
import { bucketStarts, seriesByValue } from '../../chart/buckets';
import { full, percent } from '../../format/number';
import { instant } from '../../result/cells';
import { eventWords, formatEvent, parseEvent } from '../../state/conditions';
import { behindTarget, type Target } from '../../state/target';
import { spanOf } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { answerColumns, type Row } from '../answerColumns';
import { EventPicker } from '../builder/EventPicker';
import { Builder, Line, MenuPicker } from '../builder/Picker';
import { Panel } from '../Panel';
import { TrendLines } from '../trends/TrendLines';
import { type Ask, columnIndex, useAnswer } from '../useAnswer';

type Unit = 'day' | 'week' | 'month';

/** Who is active: new, coming back, gone; and on how many days. */
export function Activity({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const unit: Unit = UNITS.find((option) => option.value === search.every)?.value ?? 'day';
  const [text] = search.step ?? [];
  const event = useMemo(() => (text ? parseEvent(text) : []), [text]);
  const of = event.length > 0 ? { event: { all: event } } : {};
  const lifecycleBody = { kind: 'lifecycle', unit, ...of };
  const stickinessBody = { kind: 'stickiness', unit, ...of };
  const lifecycle = useAnswer(ask, lifecycleBody);
  const stickiness = useAnswer(ask, stickinessBody, { extra: true });
  const openState = (time: unknown, state: string) => {
    const part = LIFECYCLE.find(({ name }) => name === state);
    const start = instant(String(time));
    if (!part || !start) return undefined;
    const title = `${part.label}, ${bucketLabel(start, unit)}`;
    const cell = { row: { time }, column: state };
    return behindTarget(projectId, search, ask.filters, { title, query: lifecycleBody, cell });
  };
  const openDays = (buckets: number, column: 'people' | 'peopleAtLeast') => {
    const title = `Active on ${buckets} ${unit}${buckets === 1 ? '' : 's'}${column === 'people' ? '' : ' or more'}`;
    const cell = { row: { buckets }, column };
    return behindTarget(projectId, search, ask.filters, { title, query: stickinessBody, cell });
  };
  const active = event.length > 0 ? eventWords(event, model) : 'a session';
  return (
    <>
      <Builder>
        <Line label="Active">
          <span className="muted">means</span>
          <EventPicker
            label={event.length > 0 ? 'Event' : 'any session'}
            value={event.length > 0 ? event : undefined}
            onChange={(next) => update({ step: [formatEvent(next)] })}
            onRemove={event.length > 0 ? () => update({ step: undefined }) : undefined}
          />
          <MenuPicker
            label="By"
            value={unit}
            options={UNITS}
            onChange={(value) => update({ every: value === 'day' ? undefined : value })}
          />
        </Line>
      </Builder>
      <Panel
        title="Lifecycle"
        how={`People with ${active}: new (for the first time), returning (also the ${unit} before), resurrecting (before, but not the ${unit} before), dormant (the ${unit} before, not now).`}
        answers={[{ title: 'Lifecycle', answer: lifecycle }]}
        height={280}
      >
        {(result) => (
          <TrendLines
            bucket={unit}
            shape="bar"
            stacked
            unit="count"
            lines={lifecycleLines(result, unit, ask, lifecycle.dataUpdatedAt)}
          />
        )}
      </Panel>
      <Panel extra title={`By ${unit}`} answers={[{ title: 'Lifecycle', answer: lifecycle }]}>
        {(result) => (
          <DataTable
            label="Lifecycle"
            inline
            columns={answerColumns(result, {
              label: (name) => LIFECYCLE.find((part) => part.name === name)?.label ?? UNIT_WORDS[unit],
              unit: () => 'count',
              time: (start) => bucketLabel(start, unit),
              target: (row, column) => openState(row[columnIndex(result, 'time')], column),
            })}
            rows={result.rows.toReversed()}
          />
        )}
      </Panel>
      <Panel
        extra
        title="Stickiness"
        how={`On how many ${unit}s of the time range people had ${active}.`}
        answers={[{ title: 'Stickiness', answer: stickiness }]}
      >
        {(result) => (
          <DataTable label="Stickiness" inline columns={stickinessColumns(result, unit, openDays)} rows={result.rows} />
        )}
      </Panel>
    </>
  );
}

function lifecycleLines(result: QueryResult, unit: Unit, ask: Ask, at: number) {
  const starts = bucketStarts(unit, spanOf(ask.range, new Date(at)));
  const series = LIFECYCLE.map((part) => {
    const values = seriesByValue(result, part.name, undefined, unit, starts).get('') ?? [];
    const sign = part.name === 'dormant' ? -1 : 1;
    return { name: part.label, color: part.color, values: starts.map((_, index) => (values[index] ?? 0) * sign) };
  });
  return { starts, series };
}

function stickinessColumns(
  result: QueryResult,
  unit: Unit,
  open: (buckets: number, column: 'people' | 'peopleAtLeast') => Target,
): DataColumn<Row>[] {
  const cell = (name: string) => (row: Row) => Number(row[columnIndex(result, name)] ?? 0);
  const most = Math.max(1, ...result.rows.map(cell('people')));
  return [
    {
      key: 'buckets',
      label: `Active ${unit}s`,
      width: 'minmax(140px, 1fr)',
      cell: (row) => full(cell('buckets')(row)),
    },
    {
      key: 'people',
      label: 'People',
      right: true,
      width: 'minmax(120px, 1fr)',
      cell: (row) => full(cell('people')(row)),
      share: (row) => cell('people')(row) / most,
      target: (row) => open(cell('buckets')(row), 'people'),
    },
    {
      key: 'share',
      label: 'Share',
      right: true,
      width: 'minmax(90px, 0.5fr)',
      cell: (row) => percent(cell('share')(row)),
    },
    {
      key: 'atLeast',
      label: 'This many or more',
      right: true,
      width: 'minmax(110px, 0.5fr)',
      cell: (row) => full(cell('peopleAtLeast')(row)),
      target: (row) => open(cell('buckets')(row), 'peopleAtLeast'),
    },
  ];
}

const LIFECYCLE = [
  { name: 'newPeople', label: 'New', color: '--series-1' },
  { name: 'returning', label: 'Returning', color: '--series-2' },
  { name: 'resurrecting', label: 'Resurrecting', color: '--series-3' },
  { name: 'dormant', label: 'Dormant', color: '--series-4' },
];

const UNITS = [
  { value: 'day', label: 'day' },
  { value: 'week', label: 'week' },
  { value: 'month', label: 'month' },
] as const;

const UNIT_WORDS: Record<Unit, string> = { day: 'Day', week: 'Week', month: 'Month' };
