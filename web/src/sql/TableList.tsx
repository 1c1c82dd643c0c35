import { useState } from 'react';
import { CopyButton } from '../ui/CopyButton';
import { Icon } from '../ui/Icon';
import css from './Sql.module.css';
import type { Table } from './tables';

/** The tables and their columns, to look up while writing. */
export function TableList({ tables, onTake }: { tables: Table[]; onTake: (sql: string) => void }) {
  const [open, setOpen] = useState('events');
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  return (
    <aside className={css.tables} aria-label="Tables">
      <input
        className={css.find}
        placeholder="Find a column…"
        aria-label="Find a column"
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      {tables.map((table) => {
        const columns = table.columns.filter((column) =>
          `${column.name} ${column.comment}`.toLowerCase().includes(wanted),
        );
        const shown = wanted ? columns.length > 0 : open === table.name;
        if (wanted && columns.length === 0) return null;
        return (
          <section key={table.name}>
            <button
              type="button"
              className={css.table}
              aria-expanded={shown}
              title={table.description}
              onClick={() => setOpen(open === table.name ? '' : table.name)}
            >
              <Icon name={shown ? 'chevronDown' : 'chevronRight'} size={12} />
              <b className="mono">{table.name}</b>
              <span className="muted ellipsis">{table.description}</span>
            </button>
            {shown && (
              <ul className={css.columns}>
                {columns.map((column) => (
                  <li key={column.name} title={column.comment || undefined}>
                    <span className="mono">{column.name}</span>
                    <span className={`${css.type} ellipsis`} title={column.type}>
                      {plainType(column.type)}
                    </span>
                  </li>
                ))}
              </ul>
            )}
            {shown && !wanted && (
              <div className={css.take}>
                <button
                  type="button"
                  className={css.button}
                  onClick={() => onTake(`SELECT * FROM ${table.name} LIMIT 100`)}
                >
                  Add SELECT
                </button>
                <CopyButton
                  variant="subtle"
                  text={columns.map((column) => column.name).join(', ')}
                  label="Copy names"
                />
              </div>
            )}
          </section>
        );
      })}
    </aside>
  );
}

/** Without what does not matter to a reader: how a text is kept, the digits of a time. */
function plainType(type: string): string {
  return type
    .replace(/LowCardinality\((\w+)\)/g, '$1')
    .replace(/SimpleAggregateFunction\(\w+, (.*)\)$/, '$1')
    .replace(/DateTime64\(3, 'UTC'\)/g, 'DateTime64')
    .replace(/DateTime\('UTC'\)/g, 'DateTime');
}
