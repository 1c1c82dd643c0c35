import { useMemo } from 'react';
import type { Filter, QueryResult } from '../../api/types';
import { full, percent, short } from '../../format/number';
import { sessionsTarget } from '../../state/target';
import { useView } from '../../state/useView';
import { Choice } from '../../ui/Choice';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/States';
import { PagePicker, usePages } from '../builder/PagePicker';
import { Builder, Line } from '../builder/Picker';
import css from '../insights.module.css';
import { Panel } from '../Panel';
import { type Ask, columnIndex, useAnswer } from '../useAnswer';
import { ClickGrid } from './ClickGrid';
import { ScrollDepth } from './ScrollDepth';

type Gesture = 'click' | 'rage' | 'dead';

/** Where on a page people click, and how far they scroll. */
export function Heatmaps({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const pages = usePages();
  const page = search.of ?? (pages.data?.values.find(({ value }) => value)?.value as string | undefined);
  const device = DEVICES.find((option) => option.value === search.show)?.value ?? 'desktop';
  const gesture: Gesture = GESTURES.find((option) => option.value === search.order)?.value ?? 'click';
  const where = useMemo(
    (): Filter[] => [
      { field: 'page', op: 'eq', values: [page ?? ''] },
      { field: 'device', op: 'eq', values: [device] },
    ],
    [page, device],
  );
  const enabled = page !== undefined;
  const positions = useAnswer(
    ask,
    { kind: 'heatmap', gesture, surface: 'position', where: { all: where }, limit: 10_000 },
    { enabled, extra: true },
  );
  const elements = useAnswer(
    ask,
    { kind: 'heatmap', gesture, surface: 'element', where: { all: where }, limit: 100 },
    { enabled },
  );
  const depth = useAnswer(
    ask,
    { kind: 'heatmap', gesture: 'scroll', surface: 'depth', where: { all: where }, limit: 1_000 },
    { enabled, extra: true },
  );
  if (!page)
    return pages.data ? (
      <Empty icon="heat" title="No page views in this time range">
        Widen the time range or remove a filter.
      </Empty>
    ) : null;
  const name = GESTURES.find((option) => option.value === gesture)?.label ?? '';
  const clicked: Filter[] = gesture === 'click' ? [] : [{ field: 'name', op: 'eq', values: [gesture] }];
  return (
    <>
      <Builder>
        <Line label="Page">
          <PagePicker label="Page" value={page} onChange={(next) => update({ of: next })} required />
          <Choice
            label="Device"
            value={device}
            options={DEVICES}
            onChange={(value) => update({ show: value === 'desktop' ? undefined : value })}
          />
          <Choice
            label="What"
            value={gesture}
            options={GESTURES}
            onChange={(value) => update({ order: value === 'click' ? undefined : value })}
          />
        </Line>
      </Builder>
      <div className={css.two}>
        <Panel
          extra
          title={`${name} by position`}
          how="The page scaled to the width of the window, in 50 columns; darker means more."
          answers={[{ title: `${name} by position`, answer: positions }]}
          empty={`No ${name.toLowerCase()} on this page with this kind of device.`}
        >
          {(result) => <ClickGrid result={result} device={device} />}
        </Panel>
        <Panel
          extra
          title="How far people scroll"
          how="Share of the sessions that scrolled this far down the page."
          answers={[{ title: 'How far people scroll', answer: depth }]}
          empty="Nobody scrolled on this page with this kind of device."
        >
          {(result) => <ScrollDepth result={result} />}
        </Panel>
      </div>
      <Panel
        title={`${name} by element`}
        answers={[{ title: `${name} by element`, answer: elements }]}
        empty={`No ${name.toLowerCase()} on this page with this kind of device.`}
      >
        {(result) => (
          <DataTable
            label={`${name} by element`}
            inline
            columns={elementColumns(result)}
            rows={result.rows}
            target={(row) =>
              sessionsTarget(projectId, search, ask.filters, [
                ...where,
                { field: 'selector', op: 'eq', values: [String(row[columnIndex(result, 'selector')] ?? '')] },
                ...clicked,
              ])
            }
          />
        )}
      </Panel>
    </>
  );
}

type Row = QueryResult['rows'][number];

function elementColumns(result: QueryResult): DataColumn<Row>[] {
  const text = (name: string) => (row: Row) => String(row[columnIndex(result, name)] ?? '');
  const number = (name: string) => (row: Row) => Number(row[columnIndex(result, name)] ?? 0);
  const total = result.rows.reduce((sum, row) => sum + number('count')(row), 0);
  const most = Math.max(1, ...result.rows.map(number('count')));
  const counted = (key: string, label: string): DataColumn<Row> => ({
    key,
    label,
    right: true,
    width: 'minmax(90px, 0.5fr)',
    value: number(key),
    cell: (row) => short(number(key)(row)),
  });
  return [
    {
      key: 'text',
      label: 'Text',
      width: 'minmax(120px, 0.8fr)',
      cell: (row) => text('text')(row) || <span className="muted">none</span>,
    },
    {
      key: 'selector',
      label: 'Element',
      mono: true,
      width: 'minmax(180px, 1.6fr)',
      cell: (row) => <span title={text('selector')(row)}>{text('selector')(row)}</span>,
    },
    {
      ...counted('count', 'Count'),
      share: (row) => number('count')(row) / most,
      cell: (row) => full(number('count')(row)),
    },
    {
      key: 'share',
      label: 'Share of listed',
      right: true,
      width: 'minmax(90px, 0.4fr)',
      cell: (row) => percent(number('count')(row) / total),
    },
    counted('sessions', 'Sessions'),
    counted('people', 'People'),
  ];
}

const DEVICES: { value: 'desktop' | 'mobile' | 'tablet'; label: string }[] = [
  { value: 'desktop', label: 'Desktop' },
  { value: 'mobile', label: 'Mobile' },
  { value: 'tablet', label: 'Tablet' },
];

const GESTURES: { value: Gesture; label: string }[] = [
  { value: 'click', label: 'Clicks' },
  { value: 'rage', label: 'Rage clicks' },
  { value: 'dead', label: 'Dead clicks' },
];
