import { stringifyExact } from '../api/exactJson';

/** Rows as CSV (RFC 4180); a text that a spreadsheet would take for a formula gets an apostrophe. */
export function toCsv(columns: string[], rows: unknown[][]): string {
  return [columns, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n');
}

/** Rows as a JSON array of objects. */
export function toJson(columns: string[], rows: unknown[][]): string {
  return stringifyExact(
    rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null]))),
    2,
  );
}

export function download(name: string, text: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const plain = typeof value === 'object' ? stringifyExact(value) : String(value);
  const formula = typeof value === 'string' && /^[=+\-@\t\r]/.test(plain) && Number.isNaN(Number(plain));
  const text = formula && plain !== '-inf' ? `'${plain}` : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
