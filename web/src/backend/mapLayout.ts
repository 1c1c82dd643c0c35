import type { ServiceEdge } from '../api/types';

export interface MapNode {
  name: string;
  kind: 'browser' | 'service' | 'external';
  column: number;
  row: number;
}

/** Callers left of whom they call: a node stands one column right of its furthest caller; circles are cut where they close. */
export function layOut(edges: ServiceEdge[]): { nodes: MapNode[]; columns: number; rows: number } {
  const kinds = new Map<string, MapNode['kind']>();
  const callees = new Map<string, string[]>();
  const called = new Set<string>();
  for (const { source, target, kind } of edges) {
    if (!kinds.has(source)) kinds.set(source, kind === 'browser' ? 'browser' : 'service');
    if (kind === 'external') {
      if (!kinds.has(target)) kinds.set(target, 'external');
    } else kinds.set(target, 'service');
    callees.set(source, [...(callees.get(source) ?? []), target]);
    called.add(target);
  }
  const columns = new Map<string, number>();
  const place = (name: string, column: number, way: string[]) => {
    if (way.includes(name) || column > kinds.size) return;
    if ((columns.get(name) ?? -1) >= column) return;
    columns.set(name, column);
    for (const next of callees.get(name) ?? []) place(next, column + 1, [...way, name]);
  };
  const names = [...kinds.keys()];
  for (const name of names) if (!called.has(name)) place(name, 0, []);
  for (const name of names) if (!columns.has(name)) place(name, 0, []);
  const rows = new Map<number, number>();
  const order = { browser: 0, service: 1, external: 2 };
  const nodes = names
    .map((name) => ({ name, kind: kinds.get(name) ?? ('service' as const), column: columns.get(name) ?? 0, row: 0 }))
    .sort((a, b) => a.column - b.column || order[a.kind] - order[b.kind]);
  for (const node of nodes) {
    node.row = rows.get(node.column) ?? 0;
    rows.set(node.column, node.row + 1);
  }
  return {
    nodes,
    columns: Math.max(0, ...nodes.map((node) => node.column)) + 1,
    rows: Math.max(1, ...rows.values()),
  };
}
