import { expect, test } from 'vitest';
import { REQUESTS, reportOrder, sampleCounts, VITALS } from '../src/insights/reports/reports';

test('what the chart shows decides which lines it has', () => {
  const order = (charted: string, unit: string) => reportOrder(REQUESTS, REQUESTS.metrics, charted, unit);
  expect(order('failedRequests', 'count')).toEqual(['failedRequests', 'requests']);
  expect(order('requests', 'count')).toEqual(['requests']);
  // One request that failed is a failure rate of 100 %: the busiest come first.
  expect(order('requestFailureRate', 'share')).toEqual(['requests']);
  expect(reportOrder(VITALS, VITALS.metrics, 'inpP75', 'ms')).toEqual(['inpP75Samples', 'lcpP75']);
});

test('web vitals are asked for with the number of measurements of each', () => {
  expect(sampleCounts(REQUESTS, REQUESTS.metrics)).toEqual([]);
  expect(sampleCounts(VITALS, ['clsP75'])).toEqual([
    {
      name: 'clsP75Samples',
      function: 'count',
      over: 'event',
      where: {
        all: [
          { field: 'type', op: 'eq', values: ['vital'] },
          { field: 'name', op: 'eq', values: ['CLS'] },
        ],
      },
    },
  ]);
});
