import { expect, test } from 'vitest';
import { workDone } from '../src/format/work';

test('says what was read to who may know it', () => {
  expect(workDone({ elapsedMs: 12.4, rowsRead: 1234567, bytesRead: 2500 })).toEqual({
    text: '1.2 M rows read · 2.5 kB · 12.4 ms',
    title: '1,234,567 rows, 2,500 bytes read',
  });
  expect(workDone({ elapsedMs: 12.4, rowsRead: null, bytesRead: null })).toEqual({ text: '12.4 ms' });
  expect(workDone({ elapsedMs: 2612, rowsRead: null, bytesRead: null })).toEqual({ text: '2.6 s' });
});
