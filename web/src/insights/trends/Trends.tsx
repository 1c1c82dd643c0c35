import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { modelQuery } from '../../api/queries';
import type { QueryResult } from '../../api/types';
import { bucketLabel } from '../../chart/bucketLabel';
import { seriesColor } from '../../chart/palette';
import type { Shape } from '../../chart/seriesOption';
import { inSentence } from '../../format/words';
import { BigNumbers } from '../../result/BigNumbers';
import { dimensionText } from '../../result/cells';
import {
  type Bucket,
  bucketFor,
  previousSpan,
  rangeKey,
  type Span,
  spanOf,
  wideBucketFor,
} from '../../state/timeRange';
import { useComparison } from '../../state/useComparison';
import { useView } from '../../state/useView';
import { Choice } from '../../ui/Choice';
import { DataTable } from '../../ui/DataTable';
import { answerColumns } from '../answerColumns';
import { FieldPicker } from '../builder/FieldPicker';
import { MetricPicker } from '../builder/MetricPicker';
import { Builder, Line, MenuPicker } from '../builder/Picker';
import { letter, type Measure, measureBody, measureLabel, measureName, measureUnit, parseMeasure } from '../measure';
import { numberTarget } from '../numberTarget';
import { Panel } from '../Panel';
import { type Ask, columnIndex, useAnswer } from '../useAnswer';
import { FormulaField } from './FormulaField';
import { TrendLines } from './TrendLines';
import { previousColumns, trendSeries } from './trendSeries';

const MOST_LINES = 6;
const MOST_ROWS = 200;

/** Any metric over time, with breakdowns, beside another period. */
export function Trends({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const navigate = useNavigate();
  const { data: model } = useQuery(modelQuery(projectId));
  const [sort, setSort] = useState('');
  const texts = useMemo(() => [...new Set(search.m ?? ['sessions'])], [search.m]);
  const key = texts.join('\n');
  const measures = useMemo(
    () =>
      key
        .split('\n')
        .map(parseMeasure)
        .filter((measure) => measure !== undefined),
    [key],
  );
  const by = search.by?.[0];
  const shape: Shape = search.show === 'bar' ? 'bar' : search.show === 'area' ? 'area' : 'line';
  const { known, why } = useComparison(projectId, ask.range);
  const wanted = search.compare === 'on';
  const compare = wanted && known;
  const range = rangeKey(ask.range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bucket follows the range, not the passing of time
  const auto = useMemo(() => (by ? wideBucketFor : bucketFor)(spanOf(ask.range, new Date())), [range, by]);
  const bucket = BUCKETS.find((name) => name === search.every) ?? auto;

  const metrics = measures.map((measure, index) => measureBody(measure, index, measures));
  const first = measures[0] && measureName(measures[0], 0);
  const totalsBody = { metrics, dimensions: by ? [by] : [], limit: MOST_ROWS };
  const before = { name: 'previous', of: (span: Span) => previousSpan(span, ask.range) };
  const totals = useAnswer(ask, totalsBody);
  const totalsBefore = useAnswer(ask, totalsBody, { span: before, enabled: compare, extra: true });
  const place = columnIndex(totals.data, by ?? '');
  const top = by && place >= 0 ? (totals.data?.rows ?? []).slice(0, MOST_LINES).map((row) => row[place]) : undefined;
  const lines = {
    metrics: by ? metrics.slice(0, 1) : metrics,
    dimensions: by ? [by] : [],
    interval: bucket,
    limit: 10_000,
    ...(by && top
      ? { filters: [...ask.filters, { field: by, op: 'eq', values: top.map((value) => value ?? '') }] }
      : {}),
  };
  const ready = measures.length > 0 && (!by || (top !== undefined && top.length > 0));
  const series = useAnswer(ask, lines, { enabled: ready });
  const seriesBefore = useAnswer(ask, lines, { enabled: ready && compare && !by, span: before });

  const setMetrics = (next: string[]) => update({ m: next.length === 1 && next[0] === 'sessions' ? undefined : next });
  const labelOf = (name: string) => {
    const plain = name.replace(/^previous\./, '');
    const index = measures.findIndex((measure, at) => measureName(measure, at) === plain);
    const measure = measures[index];
    if (measure) return plain === name ? measureLabel(measure, model) : 'Before';
    return (
      model?.dimensions.find((dimension) => dimension.name === name)?.label ?? (name === 'time' ? WORDS[bucket] : name)
    );
  };
  const measureOf = (name: string): Measure | undefined =>
    measures.find((measure, at) => measureName(measure, at) === name.replace(/^previous\./, ''));
  const unitOf = (name: string) => {
    const measure = measureOf(name);
    return measure && measureUnit(measure, model);
  };
  const opening = { projectId, search, filters: ask.filters };
  const body = { metrics, dimensions: by ? [by] : [] };
  const titleOf = (column: string, value: unknown) => labelOf(column) + (by ? `, ${dimensionText(by, value)}` : '');
  const openBucket = (start: Date, series?: number) => {
    const measure = by ? 0 : (series ?? 0);
    const value = by && top?.[series ?? 0];
    const column = measureName(measures[measure] ?? SESSIONS, measure);
    const title = `${titleOf(column, value)}, ${bucketLabel(start, bucket)}`;
    void navigate(
      numberTarget(opening, {
        title,
        body,
        column,
        by: by ? { field: by, value } : undefined,
        during: { start, bucket, within: spanOf(ask.range, new Date()) },
      }) as never,
    );
  };
  const totalTarget = (column: string, value?: unknown) => {
    const plain = column.replace(/^previous\./, '');
    const earlier = plain !== column;
    return numberTarget(opening, {
      title: titleOf(plain, value) + (earlier ? ', the previous period' : ''),
      body,
      column: plain,
      by: by ? { field: by, value } : undefined,
      span: earlier ? previousSpan(spanOf(ask.range, new Date()), ask.range) : undefined,
    });
  };
  const withBefore = totals.data && compare ? previousColumns(totals.data, totalsBefore.data, by) : totals.data;

  return (
    <>
      <Builder>
        <Line label="Show">
          {texts.map((text, index) => (
            <MetricPicker
              key={text}
              value={text}
              mark={by || texts.length === 1 ? undefined : seriesColor(index)}
              onChange={(next) => setMetrics(texts.with(index, next))}
              onRemove={texts.length > 1 ? () => setMetrics(texts.toSpliced(index, 1)) : undefined}
            />
          ))}
          {texts.length < MOST_LINES && (
            <MetricPicker value={undefined} onChange={(next) => setMetrics([...texts, next])} />
          )}
          {texts.length > 1 && (
            <FormulaField
              letters={measures.map((_, index) => letter(index))}
              onAdd={(formula) => setMetrics([...texts, `=${formula}`])}
            />
          )}
        </Line>
        <Line label="By">
          <FieldPicker label="Breakdown" value={by} onChange={(field) => update({ by: field ? [field] : undefined })} />
          <MenuPicker
            label="Every"
            value={search.every ?? 'auto'}
            options={[
              { value: 'auto', label: `${auto} (auto)` },
              ...BUCKETS.map((name) => ({ value: name as string, label: name })),
            ]}
            onChange={(every) => update({ every: every === 'auto' ? undefined : every })}
          />
          <MenuPicker
            label="Moving average"
            value={search.smooth ?? '1'}
            options={SMOOTH}
            onChange={(smooth) => update({ smooth: smooth === '1' ? undefined : smooth })}
          />
          <MenuPicker
            label="Compare with"
            value={wanted ? 'on' : 'off'}
            options={[
              { value: 'off', label: 'nothing' },
              { value: 'on', label: 'the previous period' },
            ]}
            onChange={(value) => update({ compare: value === 'on' ? 'on' : undefined })}
          />
          {wanted && why && <span className="muted">{why}.</span>}
        </Line>
      </Builder>
      <Panel
        title={by ? `${labelOf(first ?? '')} by ${inSentence(labelOf(by))}` : 'Over time'}
        how={model?.metrics.find((metric) => metric.name === first)?.description}
        answers={[
          { title: 'Over time', answer: ready ? series : totals },
          ...(compare && !by ? [{ title: 'Previous period', answer: seriesBefore }] : []),
        ]}
        height={300}
        actions={
          <Choice
            label="Shape"
            value={shape}
            options={SHAPES}
            onChange={(next) => update({ show: next === 'line' ? undefined : next }, true)}
          />
        }
      >
        {(answer) => (
          <TrendLines
            bucket={bucket}
            shape={shape}
            unit={unitOf(first ?? '')}
            stacked={Boolean(by) && shape !== 'line'}
            lines={trendSeries({
              answer,
              before: compare && !by ? seriesBefore.data : undefined,
              measures,
              by,
              top,
              bucket,
              span: spanOf(ask.range, new Date(series.dataUpdatedAt)),
              range: ask.range,
              smooth: Number(search.smooth ?? 1),
              nameOf: (value) => (by ? dimensionText(by, value) : labelOf(String(value))),
              unitOf,
            })}
            onOpen={openBucket}
          />
        )}
      </Panel>
      <Panel
        extra
        title={by ? 'All values' : 'Total'}
        actions={totals.data?.nextCursor && <span className="muted">the first {MOST_ROWS}</span>}
        answers={[{ title: by ? 'All values' : 'Total', answer: totals }]}
        rows={withBefore && { columns: withBefore.columns.map((column) => column.name), rows: withBefore.rows }}
      >
        {(answer) =>
          !by ? (
            <BigNumbers
              numbers={measures.map((measure, index) => {
                const name = measureName(measure, index);
                return {
                  label: measureLabel(measure, model),
                  value: numberAt(answer, name),
                  before: compare ? numberAt(totalsBefore.data, name) : undefined,
                  unit: measureUnit(measure, model),
                  target: totalTarget(name),
                };
              })}
            />
          ) : (
            withBefore && (
              <DataTable
                label="All values"
                inline
                columns={answerColumns(withBefore, {
                  label: labelOf,
                  unit: unitOf,
                  target: (row, column) => totalTarget(column, row[place]),
                  hint: (name) => model?.metrics.find((metric) => metric.name === name)?.description,
                  mark: by ? (row) => markOf(top, row[place]) : undefined,
                })}
                rows={withBefore.rows}
                sort={sort}
                onSort={setSort}
                dimmed={totals.isPlaceholderData}
              />
            )
          )
        }
      </Panel>
      {!by && series.data && series.data.rows.length > 0 && (
        <Panel
          extra
          title={`By ${bucket}`}
          actions={series.data.rows.length > MOST_ROWS && <span className="muted">the latest {MOST_ROWS}</span>}
          answers={[{ title: `By ${bucket}`, answer: series }]}
        >
          {(answer) => (
            <DataTable
              label={`By ${bucket}`}
              inline
              columns={answerColumns(answer, {
                label: labelOf,
                unit: unitOf,
                time: (start) => bucketLabel(start, bucket),
                target: (row, column) => {
                  const start = new Date(String(row[0]));
                  return numberTarget(opening, {
                    title: `${labelOf(column)}, ${bucketLabel(start, bucket)}`,
                    body,
                    column,
                    during: { start, bucket, within: spanOf(ask.range, new Date()) },
                  });
                },
              })}
              rows={answer.rows.slice(-MOST_ROWS).toReversed()}
            />
          )}
        </Panel>
      )}
    </>
  );
}

function numberAt(answer: QueryResult | undefined, name: string): number | null {
  const value = answer?.rows[0]?.[columnIndex(answer, name)];
  return value === null || value === undefined ? null : Number(value);
}

function markOf(top: unknown[] | undefined, value: unknown): string | undefined {
  const index = top?.indexOf(value) ?? -1;
  return index < 0 ? undefined : seriesColor(index);
}

const SESSIONS: Measure = { kind: 'metric', metric: 'sessions' };
const BUCKETS: Bucket[] = ['minute', 'hour', 'day', 'week', 'month'];
const WORDS: Record<Bucket, string> = { minute: 'Minute', hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' };
const SHAPES: { value: Shape; label: string }[] = [
  { value: 'line', label: 'Lines' },
  { value: 'area', label: 'Areas' },
  { value: 'bar', label: 'Bars' },
];
const SMOOTH = [
  { value: '1', label: 'off' },
  { value: '3', label: 'over 3' },
  { value: '7', label: 'over 7' },
  { value: '28', label: 'over 28' },
];
