import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSure } from './useSure';

/** An item of a menu that asks once more, as `sure` says, before it does what cannot be undone. */
export function SureItem({ sure, onSure, children }: { sure: string; onSure: () => void; children: ReactNode }) {
  const { asked, onClick, onBlur } = useSure(onSure);
  return (
    <Menu.Item c="var(--error)" closeMenuOnClick={asked} onClick={onClick} onBlur={onBlur}>
      {asked ? sure : children}
    </Menu.Item>
  );
}
