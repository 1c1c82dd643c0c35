import type { Bounds, Kind, TimelineEvent } from '../model';

/** A mark on a lane: what stands in one column of the timeline. */
export interface Mark {
  /** 0 to 1. */
  x: number;
  count: number;
  kind: Kind;
  first: TimelineEvent;
}

export interface Lane {
  key: string;
  label: string;
  marks: Mark[];
}

export interface PageSpan {
  x: number;
  width: number;
  label: string;
  at: number;
}

const LANES: { key: string; label: string; kinds: Kind[] }[] = [
  { key: 'clicks', label: 'Clicks', kinds: ['click', 'rage', 'dead', 'input'] },
  { key: 'errors', label: 'Errors', kinds: ['error', 'console'] },
  { key: 'requests', label: 'Requests', kinds: ['request'] },
  { key: 'custom', label: 'Custom', kinds: ['custom'] },
];

/** Of what shares a column, the one that matters most gives it its colour. */
const WEIGHT: Record<Kind, number> = {
  error: 9,
  rage: 8,
  dead: 7,
  console: 6,
  custom: 5,
  request: 4,
  click: 3,
  input: 2,
  page: 1,
  other: 0,
};

export function buildLanes(events: TimelineEvent[], bounds: Bounds, columns: number): Lane[] {
  return LANES.map((lane) => ({
    key: lane.key,
    label: lane.label,
    marks: toMarks(
      events.filter((event) => lane.kinds.includes(event.kind)),
      bounds,
      columns,
    ),
  })).filter((lane) => lane.marks.length > 0);
}

/** How much happened in each column, 0 to 1 of the busiest. */
export function histogram(moments: number[], bounds: Bounds, columns: number): number[] {
  const counts = new Array<number>(columns).fill(0);
  for (const moment of moments) {
    const column = columnOf(moment, bounds, columns);
    counts[column] = (counts[column] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  // The square root keeps a quiet minute visible beside a busy one.
  return counts.map((count) => Math.sqrt(count / most));
}

export function pageSpans(events: TimelineEvent[], bounds: Bounds): PageSpan[] {
  const length = bounds.to - bounds.from;
  const views = events
    .filter((event) => event.kind === 'page')
    .filter((view, i, all) => i === 0 || view.title !== all[i - 1]?.title);
  return views.map((view, i) => {
    const end = views[i + 1]?.at ?? bounds.to;
    return { x: (view.at - bounds.from) / length, width: (end - view.at) / length, label: view.title, at: view.at };
  });
}

/** Round steps for the axis: about one per 100 pixels. */
export function axisTicks(bounds: Bounds, width: number): number[] {
  const length = bounds.to - bounds.from;
  const wanted = length / Math.max(1, Math.floor(width / 100));
  const step = STEPS_S.find((seconds) => seconds * 1000 >= wanted) ?? 3600 * Math.ceil(wanted / 3_600_000);
  const ticks: number[] = [];
  for (let offset = 0; offset <= length; offset += step * 1000) ticks.push(offset);
  return ticks;
}

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

function toMarks(events: TimelineEvent[], bounds: Bounds, columns: number): Mark[] {
  const marks = new Map<number, Mark>();
  for (const event of events) {
    const column = columnOf(event.at, bounds, columns);
    const mark = marks.get(column);
    if (!mark) {
      const x = (event.at - bounds.from) / (bounds.to - bounds.from);
      marks.set(column, { x, count: 1, kind: event.kind, first: event });
      continue;
    }
    mark.count++;
    if (WEIGHT[event.kind] > WEIGHT[mark.kind]) {
      mark.kind = event.kind;
      mark.first = event;
    }
  }
  return [...marks.values()];
}

function columnOf(at: number, bounds: Bounds, columns: number): number {
  const share = (at - bounds.from) / (bounds.to - bounds.from);
  return Math.max(0, Math.min(columns - 1, Math.floor(share * columns)));
}
