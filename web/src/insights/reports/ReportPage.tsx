import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { modelQuery } from '../../api/queries';
import type { Filter } from '../../api/types';
import { bucketLabel } from '../../chart/bucketLabel';
import { seriesColor } from '../../chart/palette';
import { full } from '../../format/number';
import { inSentence } from '../../format/words';
import { dimensionText } from '../../result/cells';
import { rangeKey, spanOf, wideBucketFor } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { Choice } from '../../ui/Choice';
import { DataTable } from '../../ui/DataTable';
import { answerColumns } from '../answerColumns';
import { fieldLabel } from '../builder/FieldPicker';
import { Builder, Line, MenuPicker } from '../builder/Picker';
import css from '../insights.module.css';
import { numberTarget } from '../numberTarget';
import { Panel } from '../Panel';
import { TrendLines } from '../trends/TrendLines';
import { trendSeries } from '../trends/trendSeries';
import { type Ask, columnIndex, useAnswer } from '../useAnswer';
import { type Report, reportOrder, sampleCounts, samplesOf } from './reports';

const MOST_ROWS = 200;
const MOST_LINES = 5;

/** Numbers by a field, over time and as a list. */
export function ReportPage({ ask, report }: { ask: Ask; report: Report }) {
  const { projectId, search, update } = useView();
  const navigate = useNavigate();
  const { data: model } = useQuery(modelQuery(projectId));
  const field = report.fields.find((name) => name === search.by?.[0]) ?? report.fields[0] ?? 'page';
  const metrics = report.metrics.filter((name) => model?.metrics.some((metric) => metric.name === name));
  const charted =
    metrics.find((name) => name === search.m?.[0]) ?? (metrics.includes(report.chart) ? report.chart : metrics[0]);
  const range = rangeKey(ask.range);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bucket follows the range, not the passing of time
  const bucket = useMemo(() => wideBucketFor(spanOf(ask.range, new Date())), [range]);
  const named: Filter[] = report.named ? [{ field, op: 'exists' }] : [];
  const filters = [...ask.filters, ...named];
  const ready = metrics.length > 0;
  const unit = model?.metrics.find((metric) => metric.name === charted)?.unit;
  const order = reportOrder(report, metrics, charted ?? '', unit);
  // Events of the type are what the metrics count already; the filter would ask for whole sessions that have one.
  const list = useAnswer(
    { ...ask, filters },
    {
      metrics: [...metrics, ...sampleCounts(report, metrics)],
      dimensions: [field],
      limit: MOST_ROWS,
      orderBy: order.map((name) => ({ field: name, direction: 'desc' })),
    },
    { enabled: ready },
  );
  const place = columnIndex(list.data, field);
  const top =
    place < 0
      ? []
      : (list.data?.rows ?? [])
          .filter((row) => Number(row[columnIndex(list.data, order[0] ?? '')] ?? 0) > 0)
          .slice(0, MOST_LINES)
          .map((row) => (row[place] ?? '') as string | number | boolean);
  const lines = useAnswer(
    { ...ask, filters: [...filters, { field, op: 'eq', values: top }] },
    { metrics: [charted], dimensions: [field], interval: bucket, limit: 10_000 },
    { enabled: ready && top.length > 0 },
  );
  const labelOf = (name: string) =>
    model?.metrics.find((metric) => metric.name === name)?.label ?? fieldLabel(name, model?.dimensions);
  const title = `${labelOf(charted ?? '')} by ${inSentence(labelOf(field))}`;
  const opening = { projectId, search, filters: ask.filters };
  const numberOf = (metric: string, value: unknown) => ({
    title: `${labelOf(metric)}, ${dimensionText(field, value)}`,
    body: { metrics: [metric], dimensions: [field] },
    column: metric,
    by: { field, value },
  });
  return (
    <>
      <Builder>
        <Line label="By">
          <Choice
            label="By"
            value={field}
            options={report.fields.map((name) => ({ value: name, label: fieldLabel(name, model?.dimensions) }))}
            onChange={(value) => update({ by: value === report.fields[0] ? undefined : [value] })}
          />
        </Line>
      </Builder>
      <Panel
        title={title}
        how={model?.metrics.find((metric) => metric.name === charted)?.description}
        answers={[{ title, answer: top.length > 0 ? lines : list }]}
        height={240}
        empty={report.none}
        actions={
          <MenuPicker
            label="Chart"
            value={charted ?? ''}
            options={metrics.map((name) => ({ value: name, label: labelOf(name) }))}
            onChange={(value) => update({ m: value === report.chart ? undefined : [value] }, true)}
          />
        }
      >
        {(answer) =>
          top.length === 0 ? (
            <p className={css.none}>None in this time range.</p>
          ) : (
            <TrendLines
              bucket={bucket}
              shape="line"
              unit={unit}
              lines={trendSeries({
                answer,
                before: undefined,
                measures: [{ kind: 'metric', metric: charted ?? '' }],
                by: field,
                top,
                bucket,
                span: spanOf(ask.range, new Date(lines.dataUpdatedAt)),
                smooth: 1,
                nameOf: (value) => dimensionText(field, value),
                unitOf: () => unit,
              })}
              onOpen={(start, index) => {
                const number = numberOf(charted ?? '', top[index]);
                const during = { start, bucket, within: spanOf(ask.range, new Date()) };
                const title = `${number.title}, ${bucketLabel(start, bucket)}`;
                void navigate(numberTarget(opening, { ...number, title, during }) as never);
              }}
            />
          )
        }
      </Panel>
      <Panel
        extra
        title={`All, by ${inSentence(labelOf(field))}`}
        actions={
          <span className="muted">
            {report.vitals && 'p75, before it the number of measurements'}
            {list.data?.nextCursor && ` the first ${MOST_ROWS}`}
          </span>
        }
        answers={[{ title: 'All', answer: list }]}
        empty={report.none}
      >
        {(result) => (
          <DataTable
            label={title}
            inline
            columns={answerColumns(result, {
              label: (name) => report.vitals?.[name] ?? labelOf(name),
              hint: (name) => {
                const description = model?.metrics.find((metric) => metric.name === name)?.description;
                return report.vitals ? `${labelOf(name)}; before it, the number of measurements` : description;
              },
              unit: (name) => model?.metrics.find((metric) => metric.name === name)?.unit,
              mark: (row) => {
                const index = top.indexOf((row[place] ?? '') as string);
                return index < 0 ? undefined : seriesColor(index);
              },
              hidden: metrics.map(samplesOf),
              note: (row, name) => {
                const samples = columnIndex(result, samplesOf(name));
                return samples < 0 || row[columnIndex(result, name)] === null ? undefined : full(Number(row[samples]));
              },
              tone: (row, name) => toneOf(report, name, row[columnIndex(result, name)]),
              target: (row, name) => numberTarget(opening, numberOf(name, row[place])),
            })}
            rows={result.rows}
          />
        )}
      </Panel>
    </>
  );
}

function toneOf(report: Report, metric: string, value: unknown): 'good' | 'friction' | 'error' | undefined {
  const bounds = report.bounds?.[metric];
  if (!bounds) return metric.startsWith('failed') && Number(value) > 0 ? 'error' : undefined;
  if (value === null || value === undefined) return undefined;
  const number = Number(value);
  return number <= bounds.good ? 'good' : number <= bounds.poor ? 'friction' : 'error';
}
