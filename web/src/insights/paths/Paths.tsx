import { Skeleton } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import type { QueryResult } from '../../api/types';
import type { Flow, Node } from '../../chart/SankeyChart';
import { full, percent } from '../../format/number';
import { readablePath } from '../../format/path';
import { behindTarget, sessionsTarget } from '../../state/target';
import { useView } from '../../state/useView';
import { Choice } from '../../ui/Choice';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { PagePicker } from '../builder/PagePicker';
import { Builder, Line, MenuPicker } from '../builder/Picker';
import css from '../insights.module.css';
import { Panel } from '../Panel';
import { type Ask, useAnswer } from '../useAnswer';

const SankeyChart = lazy(() => import('../../chart/SankeyChart'));

interface Way {
  step: number;
  source: string;
  target: string;
  count: number;
  sessions: number;
}

/** Where people go from a page, or where they came from. */
export function Paths({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const navigate = useNavigate();
  const direction = search.order === 'before' ? 'before' : 'after';
  const page = search.of;
  const depth = [2, 3, 4, 5].find((number) => String(number) === search.show) ?? 3;
  const body = {
    kind: 'paths',
    direction,
    depth,
    collapseLoops: true,
    limit: 10,
    ...(page ? { anchor: { field: 'page', op: 'eq', values: [page] } } : {}),
  };
  const answer = useAnswer(ask, body);
  const open = ({ step, source, target }: Pick<Way, 'step' | 'source' | 'target'>) =>
    behindTarget(projectId, search, ask.filters, {
      title: `${readablePath(source)}, then ${readablePath(target)}`,
      query: body,
      cell: { row: { step, source, target }, column: 'sessions' },
    });
  const title = page
    ? `${direction === 'after' ? 'From' : 'To'} ${readablePath(page)}`
    : direction === 'after'
      ? 'From the entry page'
      : 'To the exit page';
  return (
    <>
      <Builder>
        <Line label="Pages">
          <Choice
            label="Direction"
            value={direction}
            options={[
              { value: 'after', label: 'After' },
              { value: 'before', label: 'Before' },
            ]}
            onChange={(value) => update({ order: value === 'after' ? undefined : value })}
          />
          <PagePicker
            label={
              page ? 'Page' : direction === 'after' ? 'The first page of each session' : 'The last page of each session'
            }
            value={page}
            onChange={(next) => update({ of: next })}
          />
          <MenuPicker
            label="Steps"
            value={String(depth)}
            options={[2, 3, 4, 5].map((number) => ({ value: String(number), label: String(number) }))}
            onChange={(value) => update({ show: value === '3' ? undefined : value })}
          />
        </Line>
      </Builder>
      <Panel
        title={title}
        how="Consecutive page views of a session; the same page again is not a step. The ten busiest transitions of each step."
        answers={[{ title, answer }]}
      >
        {(result) => (
          <>
            <Streams
              result={result}
              direction={direction}
              depth={depth}
              onOpen={({ from, to }) => {
                const step = direction === 'after' ? from.depth + 1 : depth - from.depth;
                void navigate(open({ step, source: nameOf(from), target: nameOf(to) }) as never);
              }}
              onNode={(node) => {
                const field = fieldOf(node.depth, page ? undefined : direction, depth);
                const filter = { field, op: 'eq' as const, values: [nameOf(node)] };
                void navigate(sessionsTarget(projectId, search, ask.filters, [filter]) as never);
              }}
            />
            <DataTable label="Ways" inline columns={columns(waysOf(result))} rows={waysOf(result)} target={open} />
          </>
        )}
      </Panel>
    </>
  );
}

function Streams({
  result,
  direction,
  depth,
  onOpen,
  onNode,
}: {
  result: QueryResult;
  direction: 'after' | 'before';
  depth: number;
  onOpen: (flow: Flow) => void;
  onNode: (node: Node) => void;
}) {
  const flows = useMemo(
    () =>
      waysOf(result).map((way): Flow => {
        // Steps count away from the anchor; the columns of the chart follow time.
        const column = direction === 'after' ? way.step - 1 : depth - way.step;
        const node = (name: string, at: number) => ({ key: `${at} ${name}`, name: readablePath(name), depth: at });
        return { from: node(way.source, column), to: node(way.target, column + 1), value: way.count };
      }),
    [result, direction, depth],
  );
  return (
    <div style={{ height: 420, overflow: 'auto hidden' }} className={css.chart}>
      <div style={{ height: '100%', minWidth: COLUMN * (depth + 1) }}>
        <Suspense fallback={<Skeleton height="100%" />}>
          <SankeyChart title="Transitions between pages" flows={flows} format={full} onOpen={onOpen} onNode={onNode} />
        </Suspense>
      </div>
    </div>
  );
}

/** So wide a column of the chart is at least: the names of pages stand beside their bars. */
const COLUMN = 190;

/** The page as it is stored: names are decoded. */
const nameOf = ({ key }: Node) => key.slice(key.indexOf(' ') + 1);

/** What sessions of a page in the chart have in common: the first column after the entry page is of entry pages, the last before the exit page of exit pages. */
export function fieldOf(column: number, ends: 'after' | 'before' | undefined, depth: number): string {
  if (ends === 'after' && column === 0) return 'entryPage';
  return ends === 'before' && column === depth ? 'exitPage' : 'viewedPage';
}

function waysOf(result: QueryResult): Way[] {
  const at = (name: string) => result.columns.findIndex((column) => column.name === name);
  const [step = -1, source = -1, target = -1, count = -1, sessions = -1] = [
    'step',
    'source',
    'target',
    'count',
    'sessions',
  ].map(at);
  return result.rows.map((row) => ({
    step: step < 0 ? 1 : Number(row[step]),
    source: String(row[source] ?? ''),
    target: String(row[target] ?? ''),
    count: Number(row[count] ?? 0),
    sessions: Number(row[sessions] ?? 0),
  }));
}

function columns(ways: Way[]): DataColumn<Way>[] {
  const most = Math.max(1, ...ways.map((way) => way.count));
  const ofStep = new Map<number, number>();
  for (const way of ways) ofStep.set(way.step, (ofStep.get(way.step) ?? 0) + way.count);
  return [
    { key: 'step', label: 'Step', width: '64px', right: true, value: (way) => way.step, cell: (way) => way.step },
    {
      key: 'source',
      label: 'From',
      width: 'minmax(140px, 1fr)',
      value: (way) => way.source,
      cell: (way) => readablePath(way.source),
    },
    {
      key: 'target',
      label: 'To',
      width: 'minmax(140px, 1fr)',
      value: (way) => way.target,
      cell: (way) => readablePath(way.target),
    },
    {
      key: 'count',
      label: 'Count',
      width: 'minmax(100px, 0.5fr)',
      right: true,
      value: (way) => way.count,
      cell: (way) => full(way.count),
      share: (way) => way.count / most,
    },
    {
      key: 'share',
      label: 'Share of listed',
      width: 'minmax(90px, 0.4fr)',
      right: true,
      cell: (way) => percent(way.count / (ofStep.get(way.step) ?? 1)),
    },
    {
      key: 'sessions',
      label: 'Sessions',
      width: 'minmax(90px, 0.4fr)',
      right: true,
      value: (way) => way.sessions,
      cell: (way) => full(way.sessions),
    },
  ];
}
