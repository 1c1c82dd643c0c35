import { useState } from 'react';
import css from '../builder/builder.module.css';

/** Arithmetic over the numbers, by their letters: `A / B`. */
export function FormulaField({ letters, onAdd }: { letters: string[]; onAdd: (formula: string) => void }) {
  const [text, setText] = useState('');
  const known = new RegExp(`^(?:[\\s+*/().\\d-]|\\b[${letters.join('')}]\\b)+$`);
  const valid = known.test(text) && /[A-Z]/.test(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) {
          onAdd(text.trim());
          setText('');
        }
      }}
    >
      <input
        className={css.text}
        value={text}
        data-bad={(text !== '' && !valid) || undefined}
        placeholder={`Formula: ${letters[0]} / ${letters[1]}`}
        aria-label="Formula: A is the first metric, B the second, and so on"
        onChange={(event) => setText(event.currentTarget.value.toUpperCase())}
      />
    </form>
  );
}
