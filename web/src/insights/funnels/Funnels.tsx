import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { modelQuery } from '../../api/queries';
import { seriesColor } from '../../chart/palette';
import { full, percent } from '../../format/number';
import { duration } from '../../format/time';
import { dimensionText } from '../../result/cells';
import { eventWords, formatEvent, parseEvent } from '../../state/conditions';
import { behindTarget, conditionTarget } from '../../state/target';
import { useTile } from '../../state/tile';
import { rangeKey, spanOf, wideBucketFor } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { Empty } from '../../ui/States';
import { EventPicker } from '../builder/EventPicker';
import { FieldPicker, fieldLabel } from '../builder/FieldPicker';
import { Builder, Line, MenuPicker } from '../builder/Picker';
import { Panel } from '../Panel';
import { TrendLines } from '../trends/TrendLines';
import { trendSeries } from '../trends/trendSeries';
import { type Ask, useAnswer } from '../useAnswer';
import { FunnelBars } from './FunnelBars';
import { type FunnelStep, funnelCondition, funnelGroups, WINDOWS, windowOf } from './funnel';
import { WhyLeave } from './WhyLeave';

const MOST_STEPS = 10;
const MOST_GROUPS = 6;

/** How far people come on a way, where they leave it, and how long it takes. */
export function Funnels({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const tile = useTile();
  const steps = useMemo(() => (search.step ?? []).map(parseEvent), [search.step]);
  const by = search.of === 'session' ? 'session' : 'person';
  const order = ORDERS.find((option) => option.value === search.order)?.value ?? 'ordered';
  const breakdown = search.by?.[0];
  const within = windowOf(search.within, by);
  const body = {
    kind: 'funnel',
    by,
    order,
    steps: steps.map((step) => ({ label: eventWords(step, model), match: { all: step } })),
    ...(within ? { window: within } : {}),
  };
  const enough = steps.length >= 2;
  // How long it takes is told of steps in their order alone.
  const whole = { ...(order === 'ordered' ? { times: true } : {}), ...(breakdown ? { dimension: breakdown } : {}) };
  const answer = useAnswer(ask, { ...body, ...whole }, { enabled: enough });
  const range = rangeKey(ask.range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bucket follows the range, not the passing of time
  const bucket = useMemo(() => wideBucketFor(spanOf(ask.range, new Date())), [range]);
  const overTime = useAnswer(ask, { ...body, interval: bucket }, { enabled: enough, extra: true });

  const setSteps = (next: string[]) => update({ step: next.length > 0 ? next : undefined });
  const texts = search.step ?? [];
  const open = (step: number, dropped: boolean, value: unknown) => {
    const name = order === 'any' ? `${step} of the steps` : `${step}. ${eventWords(steps[step - 1] ?? [], model)}`;
    const title = `${dropped ? 'Dropped off after' : 'Reached'} ${name}`;
    if (order !== 'ordered' || breakdown) {
      const row = { step, ...(breakdown ? { [breakdown]: value } : {}) };
      const group = breakdown ? `, ${dimensionText(breakdown, value)}` : '';
      const cell = { row, column: dropped ? 'dropped' : 'count' };
      return behindTarget(projectId, search, ask.filters, { title: title + group, query: { ...body, ...whole }, cell });
    }
    const where = funnelCondition(steps, { by, within, step, dropped });
    return conditionTarget(projectId, search, ask.filters, { title, where });
  };

  return (
    <>
      <Builder>
        <Line label="Steps">
          {texts.map((text, index) => (
            <EventPicker
              key={text}
              label={`Step ${index + 1}`}
              value={parseEvent(text)}
              onChange={(event) => setSteps(texts.with(index, formatEvent(event)))}
              onRemove={() => setSteps(texts.toSpliced(index, 1))}
            />
          ))}
          {texts.length < MOST_STEPS && (
            <EventPicker
              label="Step"
              value={undefined}
              onChange={(event) => setSteps([...texts, formatEvent(event)])}
            />
          )}
        </Line>
        <Line label="Count">
          <MenuPicker
            label="Aggregate by"
            value={by}
            options={[
              { value: 'person', label: 'people' },
              { value: 'session', label: 'sessions' },
            ]}
            onChange={(value) => update({ of: value === 'person' ? undefined : value })}
          />
          <MenuPicker
            label="Order"
            value={order}
            options={ORDERS}
            onChange={(value) => update({ order: value === 'ordered' ? undefined : value })}
          />
          <MenuPicker
            label="Within"
            value={search.within ?? ''}
            options={WINDOWS}
            onChange={(value) => update({ within: value || undefined })}
          />
          <FieldPicker
            label="Breakdown"
            value={breakdown}
            onChange={(field) => update({ by: field ? [field] : undefined })}
          />
        </Line>
      </Builder>
      {!enough ? (
        <Empty icon="funnel" title={steps.length === 0 ? 'Choose the first step' : 'Choose the next step'}>
          A step is a page, a custom event or any other event. A funnel has at least two.
        </Empty>
      ) : (
        <>
          <Panel title="Conversion" how={HOW[order]} answers={[{ title: 'Conversion', answer }]}>
            {(result) => {
              const groups = funnelGroups(result, breakdown);
              const shown = groups.slice(0, MOST_GROUPS);
              return (
                <>
                  <FunnelBars
                    groups={shown.map((group, index) => ({
                      name: breakdown ? dimensionText(breakdown, group.value) : '',
                      color: seriesColor(index),
                      value: group.value,
                      steps: group.steps,
                    }))}
                    target={open}
                  />
                  <DataTable
                    label="Steps"
                    inline
                    columns={columns(breakdown && fieldLabel(breakdown, model?.dimensions), breakdown)}
                    rows={groups.flatMap((group) => group.steps.map((step) => ({ ...step, group: group.value })))}
                    target={(row) => open(row.step, false, row.group)}
                  />
                </>
              );
            }}
          </Panel>
          {!tile && <WhyLeave ask={ask} steps={steps} />}
          <Panel
            extra
            title="Conversion over time"
            answers={[{ title: 'Conversion over time', answer: overTime }]}
            height={220}
          >
            {(result) => {
              const step = result.columns.findIndex((column) => column.name === 'step');
              const last = { ...result, rows: result.rows.filter((row) => Number(row[step]) === steps.length) };
              return (
                <TrendLines
                  bucket={bucket}
                  shape="line"
                  unit="share"
                  lines={trendSeries({
                    answer: last,
                    before: undefined,
                    measures: [{ kind: 'metric', metric: 'conversionRate' }],
                    by: undefined,
                    top: undefined,
                    bucket,
                    span: spanOf(ask.range, new Date(overTime.dataUpdatedAt)),
                    smooth: 1,
                    nameOf: () => 'reach the last step',
                    unitOf: () => 'share',
                  })}
                />
              );
            }}
          </Panel>
        </>
      )}
    </>
  );
}

type Row = FunnelStep & { group: unknown };

function columns(groupLabel: string | undefined, breakdown: string | undefined): DataColumn<Row>[] {
  const number = 'minmax(88px, 0.5fr)';
  const all: (DataColumn<Row> | undefined)[] = [
    breakdown
      ? {
          key: 'group',
          label: groupLabel ?? breakdown,
          width: 'minmax(110px, 0.8fr)',
          cell: (row) => dimensionText(breakdown, row.group),
        }
      : undefined,
    { key: 'step', label: 'Step', width: 'minmax(140px, 1.4fr)', cell: (row) => `${row.step}. ${row.label}` },
    { key: 'count', label: 'Reached', right: true, width: number, cell: (row) => full(row.count) },
    { key: 'rate', label: 'Of first step', right: true, width: number, cell: (row) => percent(row.conversionRate) },
    { key: 'stepRate', label: 'Of previous step', right: true, width: number, cell: (row) => percent(row.stepRate) },
    {
      key: 'median',
      label: 'Median time',
      hint: 'From the first step',
      right: true,
      width: number,
      cell: (row) => time(row, row.medianTimeMs),
    },
    {
      key: 'p90',
      label: '90 % within',
      hint: 'From the first step',
      right: true,
      width: number,
      cell: (row) => time(row, row.p90TimeMs),
    },
  ];
  return all.filter((column) => column !== undefined);
}

function time(row: Row, ms: number | null): string {
  return row.step === 1 || ms === null ? '' : duration(ms);
}

const ORDERS = [
  { value: 'ordered', label: 'in this order' },
  { value: 'strict', label: 'strictly in this order' },
  { value: 'any', label: 'any' },
] as const;

const HOW = {
  ordered: 'Each step follows the previous one; other events may come in between.',
  strict: 'Each step directly follows the previous one, with no other event of these kinds in between.',
  any: 'The steps may come in any order: the second bar counts those who did any two of them.',
};
