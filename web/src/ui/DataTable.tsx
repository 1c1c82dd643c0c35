import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useMemo, useRef, useState } from 'react';
import type { Target } from '../state/target';
import css from './DataTable.module.css';
import { Icon } from './Icon';

export interface DataColumn<R> {
  key: string;
  label: string;
  /** Said on hover over the head. */
  hint?: string;
  /** Small print beside the label: a type, a unit. */
  note?: string;
  right?: boolean;
  mono?: boolean;
  /** Of the grid's template. */
  width: string;
  /** What rows are sorted by; without it the column does not sort. */
  value?: (row: R) => unknown;
  cell: (row: R, index: number) => ReactNode;
  /** How full the bar behind the cell is, 0 to 1. */
  share?: (row: R) => number;
  /** Where a click on the cell leads; the row's own target when absent. */
  target?: (row: R) => Target | undefined;
  tone?: (row: R) => 'error' | 'friction' | 'good' | 'faint' | undefined;
  /** A colour mark before the text: a token. */
  mark?: (row: R, index: number) => string | undefined;
}

interface Props<R> {
  label: string;
  columns: DataColumn<R>[];
  rows: R[];
  /** `key` or `-key`; the table keeps its own when absent. */
  sort?: string;
  onSort?: (sort: string) => void;
  target?: (row: R) => Target | undefined;
  onRow?: (row: R, index: number) => void;
  dimmed?: boolean;
  /** Rows stand below each other and the page scrolls; otherwise the table scrolls and draws only what is seen. */
  inline?: boolean;
  empty?: ReactNode;
}

const ROW = 32;

/** Rows of a result. Numbers stand right, heads stay in sight, and every cell opens what it counts. */
export function DataTable<R>(props: Props<R>) {
  const { columns, rows, inline } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [ownSort, setOwnSort] = useState('');
  const sort = props.sort ?? ownSort;
  const setSort = props.onSort ?? setOwnSort;
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);
  const virtual = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 16,
    enabled: !inline,
    scrollPaddingStart: ROW,
  });
  const shown = inline
    ? sorted.map((row, index) => ({ row, index, top: 0 }))
    : virtual.getVirtualItems().flatMap(({ index, start }) => {
        const row = sorted[index];
        return row === undefined ? [] : [{ row, index, top: start }];
      });
  return (
    <div ref={scroller} className={inline ? css.inline : css.scroller} data-dimmed={props.dimmed || undefined}>
      <div
        role="table"
        aria-label={props.label}
        aria-rowcount={sorted.length}
        className={css.table}
        style={{ '--columns': columns.map((column) => column.width).join(' ') } as CSSProperties}
      >
        <div role="row" className={`${css.row} ${css.head}`}>
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} onSort={setSort} />
          ))}
        </div>
        <div className={css.body} style={inline ? undefined : { height: virtual.getTotalSize() }}>
          {shown.map(({ row, index, top }) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: what the row does, a link or button in it does too
            <div
              key={index}
              role="row"
              className={css.row}
              data-opens={props.onRow ? true : undefined}
              onClick={props.onRow && (() => props.onRow?.(row, index))}
              style={inline ? undefined : { position: 'absolute', transform: `translateY(${top}px)` }}
            >
              {columns.map((column, place) => (
                <Cell
                  key={column.key}
                  column={column}
                  row={row}
                  index={index}
                  target={(column.target ?? props.target)?.(row)}
                  first={place === 0}
                />
              ))}
            </div>
          ))}
        </div>
        {sorted.length === 0 && props.empty && <div className={css.empty}>{props.empty}</div>}
      </div>
    </div>
  );
}

interface CellProps<R> {
  column: DataColumn<R>;
  row: R;
  index: number;
  target: Target | undefined;
  first: boolean;
}

function Cell<R>({ column, row, index, target, first }: CellProps<R>) {
  const share = column.share?.(row);
  const mark = column.mark?.(row, index);
  const className = [css.cell, column.right && css.right, column.mono && 'mono'].filter(Boolean).join(' ');
  const inside = (
    <>
      {share !== undefined && Number.isFinite(share) && (
        <span className={css.share} style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
      )}
      {mark && <span className={css.mark} style={{ background: `var(${mark})` }} />}
      <span className="ellipsis">{column.cell(row, index)}</span>
    </>
  );
  const tone = column.tone?.(row);
  return (
    <div role="cell" className={css.place}>
      {target ? (
        <Link
          {...(target as { to: '/' })}
          className={className}
          data-tone={tone}
          data-opens
          tabIndex={first ? 0 : -1}
          preload={false}
        >
          {inside}
        </Link>
      ) : (
        <div className={className} data-tone={tone}>
          {inside}
        </div>
      )}
    </div>
  );
}

function Head<R>({ column, sort, onSort }: { column: DataColumn<R>; sort: string; onSort: (sort: string) => void }) {
  const sorted = sort.replace(/^-/, '') === column.key;
  const down = sort.startsWith('-');
  const next = sorted && down ? column.key : sorted ? '' : `-${column.key}`;
  return (
    <div
      role="columnheader"
      className={column.right ? `${css.cell} ${css.right}` : css.cell}
      aria-sort={sorted ? (down ? 'descending' : 'ascending') : undefined}
      title={column.hint}
    >
      {column.value ? (
        <button type="button" className={css.sort} data-sorted={sorted || undefined} onClick={() => onSort(next)}>
          {sorted && <Icon name={down ? 'arrowDown' : 'arrowUp'} size={11} />}
          <span className="ellipsis">{column.label}</span>
        </button>
      ) : (
        <span className="ellipsis">{column.label}</span>
      )}
      {column.note && <span className={css.note}>{column.note}</span>}
    </div>
  );
}

/** Sorted by a column; empty values stand last in both directions. */
export function sortRows<R>(rows: R[], columns: DataColumn<R>[], sort: string): R[] {
  const value = columns.find((column) => column.key === sort.replace(/^-/, ''))?.value;
  if (!value) return rows;
  const direction = sort.startsWith('-') ? -1 : 1;
  return rows.toSorted((left, right) => {
    const a = value(left);
    const b = value(right);
    if (a === null || a === undefined || a === '') return b === null || b === undefined || b === '' ? 0 : 1;
    if (b === null || b === undefined || b === '') return -1;
    if (typeof a === 'number' && typeof b === 'number') return (a - b) * direction;
    return String(a).localeCompare(String(b), 'en', { numeric: true }) * direction;
  });
}
