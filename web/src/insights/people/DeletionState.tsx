import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { deletionsQuery } from '../../api/queries';
import type { Deletion } from '../../api/types';
import { full } from '../../format/number';
import { reached, STEPS } from '../../project/deletions';
import { Icon } from '../../ui/Icon';
import insights from '../insights.module.css';
import css from './Deletion.module.css';

/** How far the deletion of a person is, until everything is gone. */
export function DeletionState({ projectId, asked }: { projectId: string; asked: Deletion[] }) {
  const { data } = useQuery(deletionsQuery(projectId));
  const now = asked.map((one) => data?.deletions.find(({ deletionId }) => deletionId === one.deletionId) ?? one);
  const step = reached(now);
  const sum = (of: 'sessions' | 'rows', one: string) => {
    const total = now.reduce((before, deletion) => before + deletion[of], 0);
    return total === 1 ? `1 ${one}` : `${full(total)} ${one}s`;
  };
  return (
    <section className={insights.panel} aria-label="Deletion">
      <header className={insights.panelHead}>
        <h2 className={insights.panelTitle}>Deletion</h2>
        <span className="muted">
          {sum('sessions', 'session')}, {sum('rows', 'row')}
        </span>
      </header>
      <ol className={css.steps} aria-live="polite">
        {STEPS.map(({ state, name, means }, place) => (
          <li
            key={state}
            className={css.step}
            data-reached={place <= step || undefined}
            aria-current={place === step ? 'step' : undefined}
          >
            <span className={css.mark}>{place <= step && <Icon name="check" size={12} />}</span>
            <div>
              <div>{name}</div>
              <div className="muted">{means}</div>
            </div>
          </li>
        ))}
      </ol>
      <p className={`${css.note} muted`}>
        {step < STEPS.length - 1 &&
          'Usually it takes half an hour until everything is erased; you need not wait here. '}
        <Link to="/p/$projectId/settings" params={{ projectId }} className={css.link}>
          Settings list all deletions
        </Link>
      </p>
    </section>
  );
}
