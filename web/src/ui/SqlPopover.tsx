import { Popover } from '@mantine/core';
import type { Stats } from '../api/types';
import { workDone } from '../format/work';
import { CopyButton } from './CopyButton';
import { Sql } from './Sql';
import css from './SqlPopover.module.css';

export interface Statement {
  title: string;
  how?: string;
  sql: string;
  stats: Stats;
}

/** "SQL" beside a result: the statements that made it, what they read, and how long they took. */
export function SqlPopover({ statements }: { statements: Statement[] }) {
  if (statements.length === 0) return null;
  return (
    <Popover position="bottom-end" width={560} withinPortal trapFocus>
      <Popover.Target>
        <button type="button" className={css.trigger} aria-label={`Show the SQL of ${statements[0]?.title}`}>
          SQL
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.dropdown}>
        {statements.map((statement) => (
          <section key={statement.title} className={css.statement}>
            <header className={css.head}>
              <div>
                <b>{statement.title}</b>
                {statement.how && <p className="muted">{statement.how}</p>}
              </div>
              <CopyButton text={statement.sql} />
            </header>
            <Sql text={statement.sql} />
            <p className={css.stats} title={workDone(statement.stats).title}>
              {workDone(statement.stats).text}
            </p>
          </section>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
