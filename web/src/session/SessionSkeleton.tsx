import { Skeleton } from '@mantine/core';
import header from './SessionHeader.module.css';
import css from './SessionView.module.css';

const ROWS = Array.from({ length: 18 }, (_, row) => row);

export function SessionSkeleton() {
  return (
    <div className={css.page} data-recorded role="status" aria-label="Loading the session">
      <div className={header.head}>
        <Skeleton height={14} width={180} ml={8} />
        <Skeleton height={10} width="40%" />
      </div>
      <div className={css.stage} />
      <div className={css.foot} style={{ height: 196, padding: 16 }}>
        <Skeleton height={14} width={220} mb={18} />
        <Skeleton height={110} />
      </div>
      <div
        style={{
          gridArea: 'panel',
          borderLeft: '1px solid var(--line)',
          padding: '46px 12px',
          display: 'grid',
          gap: 18,
          alignContent: 'start',
        }}
      >
        {ROWS.map((row) => (
          <Skeleton key={row} height={9} width={`${60 + ((row * 37) % 40)}%`} />
        ))}
      </div>
    </div>
  );
}
