import { ApiError } from '../api/client';

export interface Mark {
  from: number;
  to: number;
  message: string;
}

/** The place of the statement that a refusal speaks of: its line and column, or a name that it quotes. */
export function markOf(error: unknown, sql: string): Mark | undefined {
  if (!(error instanceof ApiError)) return undefined;
  const { message } = error;
  const place = /\(line (\d+), col(?:umn)? (\d+)\)/.exec(message);
  if (place) {
    const from = offsetAt(sql, Number(place[1]), Number(place[2]));
    if (from !== undefined) return { from, to: wordEnd(sql, from), message };
  }
  for (const [, name] of message.matchAll(/[`'"“]([\w.]{2,64})[`'"”]/g)) {
    const found = name ? new RegExp(`(?<![\\w.])${name.replaceAll('.', '\\.')}(?!\\w)`).exec(sql) : null;
    if (found) return { from: found.index, to: found.index + found[0].length, message };
  }
  return undefined;
}

/** ClickHouse's words without its wrapping: where the message begins to speak of the statement. */
export function plainMessage(error: ApiError): string {
  return error.message
    .replace(/^Code: \d+\. /, '')
    .replace(/^DB::Exception: /, '')
    .replace(/\s*\(version [^)]*\)+\s*\)?$/, '')
    .trim();
}

function offsetAt(sql: string, line: number, column: number): number | undefined {
  const lines = sql.split('\n');
  if (line < 1 || line > lines.length) return undefined;
  const before = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  return Math.min(sql.length, before + Math.max(0, column - 1));
}

function wordEnd(sql: string, from: number): number {
  const word = /^\w+/.exec(sql.slice(from))?.[0] ?? '';
  return Math.min(sql.length, from + Math.max(1, word.length));
}
