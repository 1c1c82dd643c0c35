import { Link } from '@tanstack/react-router';
import { full, percent, short } from '../../format/number';
import type { Target } from '../../state/target';
import { Legend } from '../Legend';
import css from './Funnel.module.css';
import type { FunnelStep } from './funnel';

interface Group {
  name: string;
  color: string;
  /** Of the field the funnel is broken down by. */
  value?: unknown;
  steps: FunnelStep[];
}

/** A bar for each step: filled as far as people came, the rest is who left. Both open their sessions. */
export function FunnelBars({
  groups,
  target,
}: {
  groups: Group[];
  target?: (step: number, dropped: boolean, value: unknown) => Target;
}) {
  const steps = groups[0]?.steps ?? [];
  return (
    <>
      {groups.length > 1 && <Legend items={groups.map(({ name, color }) => ({ name, color }))} />}
      <ol className={css.steps}>
        {steps.map((step, index) => {
          const next = steps[index + 1];
          return (
            <li key={step.step} className={css.step}>
              <div className={css.bars}>
                {groups.map((group) => (
                  <Bar key={group.name} group={group} index={index} target={target} />
                ))}
              </div>
              <div className={css.label} title={step.label}>
                <span className="muted">{step.step}</span> <span className="ellipsis">{step.label}</span>
              </div>
              {groups.length === 1 && (
                <div className={css.numbers}>
                  <b title={full(step.count)}>{short(step.count)}</b>
                  <span className="muted">{percent(step.conversionRate)}</span>
                  {next && (
                    <span className={css.lost} title="Dropped off before the next step">
                      −{short(step.count - next.count)} · {percent(1 - next.stepRate)}
                    </span>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Bar({
  group,
  index,
  target,
}: {
  group: Group;
  index: number;
  target?: (step: number, dropped: boolean, value: unknown) => Target;
}) {
  const step = group.steps[index];
  if (!step) return <div className={css.bar} />;
  const before = group.steps[index - 1];
  const height = `${step.conversionRate * 100}%`;
  const came = `${group.name ? `${group.name}: ` : ''}${full(step.count)} reached “${step.label}”, ${percent(step.conversionRate)} of the first step`;
  const left = before && `${full(before.count - step.count)} left between “${before.label}” and “${step.label}”`;
  const style = { height, background: `var(${group.color})` };
  if (!target)
    return (
      <div className={css.bar} title={came}>
        <span className={css.fill} style={style} />
      </div>
    );
  return (
    <div className={css.bar}>
      {before && before.count > step.count && (
        <Link
          {...(target(before.step, true, group.value) as unknown as { to: '/' })}
          className={css.rest}
          style={{ height: `${(before.conversionRate - step.conversionRate) * 100}%`, bottom: height }}
          title={left}
          aria-label={left}
          preload={false}
        />
      )}
      <Link
        {...(target(step.step, false, group.value) as unknown as { to: '/' })}
        className={css.fill}
        style={style}
        title={came}
        aria-label={came}
        preload={false}
      />
    </div>
  );
}
