import { Skeleton } from '@mantine/core';
import css from './Sessions.module.css';

const ROWS = Array.from({ length: 24 }, (_, row) => row);
const WIDTHS = ['26px', '90px', '16%', '12%', '12%', '70px', '40px', '40px', '40px', '60px', '16%'];

export function SessionTableSkeleton() {
  return (
    <div className={css.skeleton} role="status" aria-label="Loading the sessions">
      {ROWS.map((row) => (
        <div key={row} className={css.skeletonRow}>
          {WIDTHS.map((width, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the places never change
            <Skeleton key={column} height={9} width={width} radius={3} style={{ flex: 'none' }} />
          ))}
        </div>
      ))}
    </div>
  );
}
