import { Tooltip } from '@mantine/core';
import type { CSSProperties } from 'react';
import type { Model } from '../api/types';
import { withUnit } from '../format/number';
import { SqlPopover } from '../ui/SqlPopover';
import css from './Overview.module.css';
import { type Ask, numbersOf, useMetrics } from './useMetrics';

const REFRESH_MS = 30_000;
/** Where on the scale "poor" begins, percent. */
const REACH = 70;

/** The bounds of "good" and "poor", as web.dev/articles/vitals gives them. */
const VITALS = [
  { metric: 'lcpP75', short: 'LCP', good: 2_500, poor: 4_000 },
  { metric: 'inpP75', short: 'INP', good: 200, poor: 500 },
  { metric: 'clsP75', short: 'CLS', good: 0.1, poor: 0.25 },
  { metric: 'fcpP75', short: 'FCP', good: 1_800, poor: 3_000 },
  { metric: 'ttfbP75', short: 'TTFB', good: 800, poor: 1_800 },
];

export function Vitals({ ask, model }: { ask: Ask; model: Model | undefined }) {
  const known = VITALS.filter((vital) => model?.metrics.some((metric) => metric.name === vital.metric));
  const result = useMetrics(ask, { metrics: known.map((vital) => vital.metric) }, REFRESH_MS, known.length > 0);
  const values = numbersOf(result.data);
  const measured = known.filter((vital) => Number.isFinite(values[vital.metric]) && values[vital.metric] !== 0);
  if (!result.data || measured.length === 0) return null;
  return (
    <section className={css.vitals} aria-label="Web vitals">
      <header className={css.panelHead}>
        <h2 className={css.panelTitle}>Web vitals</h2>
        <span className="muted">75th percentile</span>
        <span className={css.spacer} />
        <SqlPopover statements={[{ title: 'Web vitals', sql: result.data.sql, stats: result.data.stats }]} />
      </header>
      <div className={css.vitalRow}>
        {measured.map((vital) => {
          const value = values[vital.metric] ?? 0;
          const metric = model?.metrics.find((candidate) => candidate.name === vital.metric);
          const verdict = value <= vital.good ? 'good' : value <= vital.poor ? 'needs work' : 'poor';
          const unit = vital.metric === 'clsP75' ? undefined : 'ms';
          const shown = unit ? withUnit(value, unit) : value.toFixed(3);
          return (
            <Tooltip
              key={vital.metric}
              label={`${metric?.label ?? vital.short}. ${metric?.description ?? ''}. Good up to ${withUnit(vital.good, unit)}.`}
            >
              <div className={css.vital} data-verdict={verdict}>
                <span className="muted">{vital.short}</span>
                <b>{shown}</b>
                <span className={css.verdict}>{verdict}</span>
                <span
                  className={css.scale}
                  style={
                    {
                      '--good-to': `${(vital.good / vital.poor) * REACH}%`,
                      '--poor-from': `${REACH}%`,
                    } as CSSProperties
                  }
                >
                  <span style={{ left: `${Math.min(100, (value / vital.poor) * REACH)}%` }} />
                </span>
              </div>
            </Tooltip>
          );
        })}
      </div>
    </section>
  );
}
