import { allOf, formatNamed, parseNamed } from '../state/conditions';
import type { ViewSearch } from '../state/search';

/** A saved view on a dashboard: the dashboard's range in place of its own, the filters and conditions of both. */
export function tileSearch(own: ViewSearch, shared: ViewSearch): ViewSearch {
  const ranged = hasRange(shared) ? { range: shared.range, from: shared.from, to: shared.to } : {};
  return { ...own, ...ranged, f: [...(own.f ?? []), ...(shared.f ?? [])], c: bothConditions(own.c, shared.c) };
}

/** Whether a time range was chosen; without one, each tile has its own. */
export function hasRange({ range, from }: ViewSearch): boolean {
  return range !== undefined || from !== undefined;
}

function bothConditions(own: string | undefined, shared: string | undefined): string | undefined {
  const [one, other] = [parseNamed(own), parseNamed(shared)];
  if (!one || !other || own === shared) return other ? shared : own;
  return formatNamed({ title: `${one.title} and ${other.title}`, where: allOf([one.where, other.where]) });
}
