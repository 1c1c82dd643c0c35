import { Menu } from '@mantine/core';
import { type ReactNode, useState } from 'react';

/** An item of a menu that asks once more, as `sure` says, before it does what cannot be undone. */
export function SureItem({ sure, onSure, children }: { sure: string; onSure: () => void; children: ReactNode }) {
  const [asked, setAsked] = useState(false);
  return (
    <Menu.Item
      color="red"
      closeMenuOnClick={asked}
      onClick={() => (asked ? onSure() : setAsked(true))}
      onBlur={() => setAsked(false)}
    >
      {asked ? sure : children}
    </Menu.Item>
  );
}
