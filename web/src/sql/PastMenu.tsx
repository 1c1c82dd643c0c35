import { Menu } from '@mantine/core';
import { useState } from 'react';
import { short } from '../format/number';
import { relative } from '../format/time';
import { Icon } from '../ui/Icon';
import { type Past, pastOf } from './history';
import css from './Sql.module.css';

/** Statements that this browser ran before. */
export function PastMenu({ projectId, onTake }: { projectId: string; onTake: (sql: string) => void }) {
  const [past, setPast] = useState<Past[]>([]);
  return (
    <Menu position="bottom-start" width={440} onOpen={() => setPast(pastOf(projectId))}>
      <Menu.Target>
        <button type="button" className={css.button}>
          History <Icon name="chevronDown" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown className={css.past}>
        {past.length === 0 && <Menu.Label>Statements that you run are kept here, in this browser.</Menu.Label>}
        {past.map((one) => (
          <Menu.Item key={one.sql} onClick={() => onTake(one.sql)}>
            <span className={`${css.pastSql} mono`}>{one.sql.replace(/\s+/g, ' ')}</span>
            <span className={css.pastNote}>
              {relative(new Date(one.at), Date.now())}
              {one.rows !== undefined && ` · ${short(one.rows)} rows`}
              {one.ms !== undefined && ` · ${short(one.ms)} ms`}
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
