import { expect, test } from 'vitest';
import { periodSpan, stageOf } from '../src/insights/retention/cohorts';

test('a period of a cohort is ahead, goes on or is over', () => {
  const began = new Date(2026, 10, 20);
  const now = new Date(2026, 10, 22, 12).getTime();
  const stages = [0, 1, 2, 3].map((period) => stageOf(periodSpan(began, 'day', period), now));
  expect(stages).toEqual(['over', 'over', 'unfinished', 'ahead']);
  expect(stageOf(periodSpan(new Date(2026, 10, 1), 'month', 0), now)).toBe('unfinished');
});
