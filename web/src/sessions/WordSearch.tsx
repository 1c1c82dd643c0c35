import { useRef, useState } from 'react';
import { useShortcuts } from '../state/keys';
import { Icon } from '../ui/Icon';
import { Keys } from '../ui/Keys';
import css from './Sessions.module.css';

/** Words to be found anywhere in a session: pages, titles, errors, elements, the console. Enter looks for them. */
export function WordSearch({ words, onSearch }: { words: string; onSearch: (words: string) => void }) {
  const [text, setText] = useState(words);
  const field = useRef<HTMLInputElement>(null);
  useShortcuts('Sessions', [{ keys: '/', label: 'Search in the sessions', run: () => field.current?.focus() }]);
  return (
    <form
      className={css.words}
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(text.trim());
      }}
    >
      <Icon name="search" size={13} />
      <input
        ref={field}
        value={text}
        placeholder="Words on pages, in errors, elements…"
        title="Sessions with every word somewhere in their pages, titles, errors, elements, texts or console. People and places have filters."
        aria-label="Search in the sessions"
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={() => text.trim() === '' && words !== '' && onSearch('')}
        onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
      />
      {text.trim() !== words && text.trim() !== '' && <Keys keys="Enter" />}
    </form>
  );
}
