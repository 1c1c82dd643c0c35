import type { QueryResult } from '../api/types';

/** One row of an answer, read by the names of its columns. */
export interface Entry {
  text: (name: string) => string;
  number: (name: string) => number;
  /** Numbers by their moment. */
  moments: (name: string) => Map<number, number>;
  flag: (name: string) => boolean;
}

/** The rows of an answer by the names of its columns; what is missing is empty. */
export function entriesOf(result: QueryResult): Entry[] {
  const places = new Map(result.columns.map((column, index) => [column.name, index]));
  return result.rows.map((row) => {
    const cell = (name: string): unknown => row[places.get(name) ?? -1];
    return {
      text: (name) => String(cell(name) ?? ''),
      number: (name) => Number(cell(name) ?? 0),
      moments: (name) => {
        const pairs = cell(name);
        return new Map(
          Array.isArray(pairs) ? pairs.map(([time, value]) => [Date.parse(String(time)), Number(value)]) : [],
        );
      },
      flag: (name) => cell(name) === true || cell(name) === 1 || cell(name) === '1',
    };
  });
}
