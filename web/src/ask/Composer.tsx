import { ActionIcon, Loader } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useShortcuts } from '../state/keys';
import { Icon } from '../ui/Icon';
import css from './Ask.module.css';

const LONGEST = 2_000;

/** Where the question is typed. Enter asks, Shift and Enter begins a line. */
export function Composer({
  placeholder,
  busy,
  onAsk,
}: {
  placeholder: string;
  busy: boolean;
  onAsk: (question: string) => void;
}) {
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useShortcuts('Ask', [{ keys: '/', label: 'Type a question', run: () => field.current?.focus() }]);
  const send = () => {
    const question = text.trim();
    if (question) onAsk(question);
  };
  return (
    <form
      className={css.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={field}
        className={css.field}
        rows={1}
        maxLength={LONGEST}
        value={text}
        placeholder={placeholder}
        aria-label="Question"
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <ActionIcon type="submit" variant="filled" color="accent" aria-label="Ask" disabled={text.trim() === ''}>
        {busy ? <Loader size={14} color="white" /> : <Icon name="arrowUp" size={14} />}
      </ActionIcon>
    </form>
  );
}
