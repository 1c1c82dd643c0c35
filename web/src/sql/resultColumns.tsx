import type { SqlResult } from '../api/types';
import { instant, kindOfType, rawCell, rawNumber, rawText, zoneOfType } from '../result/cells';
import { sessionTarget, type Target } from '../state/target';
import type { DataColumn } from '../ui/DataTable';

const SAMPLE = 60;
const CHARACTER = 7;

type Row = unknown[];

/** A column per column of the result, as wide as its first rows want. */
export function resultColumns({ columns, rows }: SqlResult): DataColumn<Row>[] {
  return columns.map(({ name, type }, index) => {
    const kind = kindOfType(type);
    const zone = kind.time ? zoneOfType(type) : undefined;
    const longest = Math.max(
      name.length + (zone?.length ?? 0) + 2,
      ...rows.slice(0, SAMPLE).map((row) => rawText((row as Row)[index], type).length),
      Math.min(type.length, 12),
    );
    const width = Math.round(Math.min(46, Math.max(6, longest)) * CHARACTER + 18);
    return {
      key: `${index} ${name}`,
      label: name,
      hint: type,
      note: zone,
      right: kind.numeric,
      mono: /UUID|Array|Map|Tuple/.test(type),
      width: `minmax(${width}px, ${kind.numeric ? '0.6fr' : '1fr'})`,
      value: (row) => (kind.numeric ? rawNumber(row[index]) : row[index]),
      cell: (row) => rawCell(row[index], type),
    };
  });
}

/** Rows that name a session open it, at the row's own moment where there is one. */
export function rowTarget(
  projectId: string,
  { columns }: Pick<SqlResult, 'columns'>,
): ((row: Row) => Target | undefined) | undefined {
  const session = columns.findIndex((column) => column.name === 'sessionId');
  if (session < 0) return undefined;
  const moment = columns.findIndex((column) => column.name === 'timestamp');
  return (row) => {
    const id = row[session];
    if (typeof id !== 'string' || id === '') return undefined;
    const at = moment < 0 ? undefined : instant(String(row[moment]));
    return sessionTarget(projectId, id, at?.toISOString());
  };
}
