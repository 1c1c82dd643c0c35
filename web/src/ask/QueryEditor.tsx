import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import css from './Ask.module.css';
import { editedQuery } from './askQuestion';

interface Props {
  query: unknown;
  busy: boolean;
  /** Hears of the query as one line of JSON. */
  onAsk: (query: string) => void;
}

/** What runs, in the query language: to be changed and asked again. */
export function QueryEditor({ query, busy, onAsk }: Props) {
  const shown = JSON.stringify(query, null, 2);
  const [text, setText] = useState(shown);
  const edited = editedQuery(text.trim());
  return (
    <details className={css.proof}>
      <summary>
        Query<span>what was understood, to edit and run again</span>
      </summary>
      <form
        className={css.editor}
        onSubmit={(event) => {
          event.preventDefault();
          if (edited) onAsk(JSON.stringify(edited));
        }}
      >
        <Textarea
          aria-label="Query"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={edited ? undefined : 'Not a JSON object'}
          autosize
          minRows={6}
          maxRows={18}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)', fontSize: 12 } }}
        />
        <div className={css.proofActions}>
          <Button type="submit" size="xs" disabled={!edited || text === shown || busy}>
            Run this query
          </Button>
          {text !== shown && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => setText(shown)}>
              Reset
            </Button>
          )}
        </div>
      </form>
    </details>
  );
}
