import { describe, expect, test } from 'vitest';
import { ApiError } from '../src/api/client';
import { exactValue, parseExact, stringifyExact } from '../src/api/exactJson';
import { rawText, zoneOfType } from '../src/result/cells';
import { toCsv, toJson } from '../src/result/exportRows';
import { tableOf } from '../src/sql/completion';
import { parametersOf, parseValues } from '../src/sql/parameters';
import { markOf, plainMessage } from '../src/sql/problem';
import { chartOf } from '../src/sql/resultChart';
import { resultColumns } from '../src/sql/resultColumns';

const refused = (message: string) => new ApiError(422, 'sql_refused', message, false);
const stats = { elapsedMs: 1, rowsRead: 1, bytesRead: 1 };

describe('a refusal', () => {
  const sql = "SELECT pagee\nFROM file('x')";

  test('is marked at its line and column', () => {
    const mark = markOf(refused('function file() is not allowed (line 2, column 6)'), sql);
    expect(mark && sql.slice(mark.from, mark.to)).toBe('file');
  });

  test('is marked at the name it quotes', () => {
    const mark = markOf(refused('Unknown expression identifier `pagee` in scope SELECT pagee'), sql);
    expect(mark && sql.slice(mark.from, mark.to)).toBe('pagee');
  });

  test('that points nowhere marks nothing', () => {
    expect(markOf(refused('stopped at a limit'), sql)).toBeUndefined();
    expect(markOf(refused('syntax error (line 9, column 1)'), sql)).toBeUndefined();
  });

  test('is shown without its wrapping', () => {
    expect(plainMessage(refused('Code: 47. DB::Exception: Unknown thing. (version 26.1.1 (official build))'))).toBe(
      'Unknown thing.',
    );
  });
});

test('parameters are found outside of texts and comments', () => {
  const sql =
    "SELECT {a:UInt8}, '{b:String}', {c:Array(String)} -- {d:Int8}\n/* {e:Int8} */ WHERE projectId = {projectId:String}";
  expect(parametersOf(sql)).toEqual([
    { name: 'a', type: 'UInt8' },
    { name: 'c', type: 'Array(String)' },
  ]);
  expect(parseValues(['a=1=2', 'b'])).toEqual({ a: '1=2', b: '' });
});

test('an alias stands for its table', () => {
  const tables = [
    { name: 'events', description: '', columns: [] },
    { name: 'sessions', description: '', columns: [] },
  ];
  const sql = 'SELECT s. FROM sessions FINAL AS s JOIN events e ON 1';
  expect(tableOf('s', sql, tables)?.name).toBe('sessions');
  expect(tableOf('e', sql, tables)?.name).toBe('events');
  expect(tableOf('x', sql, tables)).toBeUndefined();
});

describe('rows elsewhere', () => {
  test('as CSV: quoted where needed, and no formula', () => {
    const rows = [
      ['a,"b"', null, -1],
      ['=HYPERLINK("x")', '-2', ['x']],
    ];
    expect(toCsv(['x', 'y', 'z'], rows)).toBe('x,y,z\r\n"a,""b""",,-1\r\n"\'=HYPERLINK(""x"")",-2,"[""x""]"');
  });

  test('as JSON: an object per row', () => {
    expect(JSON.parse(toJson(['x'], [[1], [null]]))).toEqual([{ x: 1 }, { x: null }]);
  });
});

describe('values as they came', () => {
  test('whole numbers beyond what a number holds keep their digits', () => {
    const source = '9007199254740993';
    expect(exactValue('0', Number(source), { source })).toBe(9007199254740993n);
    expect(exactValue('0', 12, { source: '12' })).toBe(12);
    expect(exactValue('0', 1.5e300, { source: '1.5E300' })).toBe(1.5e300);
    expect(parseExact('[1,"a",null,0.1]')).toEqual([1, 'a', null, 0.1]);
  });

  test('and leave with them', () => {
    expect(toCsv(['id'], [[9007199254740993n], [[9007199254740993n]]])).toMatch(
      /^id\r\n9007199254740993\r\n.*9007199254740993/,
    );
    expect(stringifyExact([9007199254740993n])).toContain('9007199254740993');
  });

  test('small numbers are not rounded', () => {
    expect([0.0049, 0.000123, 1.23456789, 9007199254740993n].map((value) => rawText(value, 'Float64'))).toEqual([
      '0.0049',
      '0.000123',
      '1.23456789',
      '9007199254740993',
    ]);
  });

  test('times are told in the zone of their column, or in UTC', () => {
    const kolkata = "Nullable(DateTime64(3, 'Asia/Kolkata'))";
    expect(rawText('2026-11-27T18:30:00.250Z', kolkata)).toBe('2026-11-28 00:00:00.250');
    expect(rawText('2026-11-27T18:30:00Z', 'DateTime')).toBe('2026-11-27 18:30:00');
    expect([kolkata, 'DateTime64(3)', "DateTime('Nowhere/There')"].map(zoneOfType)).toEqual([
      'Asia/Kolkata',
      'UTC',
      'UTC',
    ]);
  });
});

describe('the chart of a result', () => {
  const columns = [
    { name: 'day', type: 'Date' },
    { name: 'views', type: 'UInt64' },
  ];

  test('is a line over time', () => {
    const rows = [
      ['2026-01-01', 1],
      ['2026-01-02', 2],
      ['2026-01-03', 3],
    ];
    expect(chartOf({ columns, rows, stats })?.shape).toBe('line');
  });

  test('has no point where there is no number, and says what there is', () => {
    const rows = [
      ['2026-01-01', 'nan'],
      ['2026-01-02', 'inf'],
      ['2026-01-03', 3],
    ];
    const chart = chartOf({ columns: [columns[0], { name: 'rate', type: 'Float64' }], rows, stats } as never);
    expect(chart?.series[0]?.values).toEqual([null, null, 3]);
    expect(chart?.tooltip(0)).toContain('<b>nan</b>');
    expect(chart?.tooltip(1)).toContain('<b>inf</b>');
  });

  test('is none for a single row, or without numbers', () => {
    expect(chartOf({ columns, rows: [['2026-01-01', 1]], stats })).toBeUndefined();
    expect(chartOf({ columns: [{ name: 'a', type: 'String' }], rows: [['x'], ['y']], stats })).toBeUndefined();
  });
});

test('numbers without end stand at the ends of their column, what is no number behind them', () => {
  const [column] = resultColumns({ columns: [{ name: 'rate', type: 'Float64' }], rows: [], stats } as never);
  expect(['inf', '-inf', 'nan', null, 1.5].map((value) => column?.value?.([value]))).toEqual([
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    null,
    null,
    1.5,
  ]);
  expect(rawText('nan', 'Float64')).toBe('nan');
  expect(toCsv(['rate'], [['-inf']])).toBe('rate\r\n-inf');
});

test('a chart over names is one of categories, over hours it is not', () => {
  const column = (name: string, type: string) => ({ name, type });
  const count = column('sessions', 'UInt64');
  const over = (first: { name: string; type: string }, values: unknown[]) =>
    chartOf({ columns: [first, count], rows: values.map((value) => [value, 1]), stats } as never)?.categories;
  expect(over(column('country', 'LowCardinality(String)'), ['DE', 'FR'])).toBe(true);
  expect(over(column('hour', 'UInt8'), [1, 2])).toBe(false);
  expect(over(column('day', 'Date'), ['2026-11-01', '2026-11-02'])).toBe(false);
});
