import { useState } from 'react';
import css from './Dashboard.module.css';

/** A name in a menu; Enter takes it. */
export function NameForm({
  label,
  initial = '',
  onName,
}: {
  label: string;
  initial?: string;
  onName: (name: string) => void;
}) {
  const [name, setName] = useState(initial);
  return (
    <form
      className={css.name}
      // The menu moves the focus by letters and arrows; the field needs both.
      onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) {
          onName(name.trim());
          setName(initial);
        }
      }}
    >
      <input
        value={name}
        maxLength={200}
        placeholder={`${label}…`}
        aria-label={label}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </form>
  );
}
