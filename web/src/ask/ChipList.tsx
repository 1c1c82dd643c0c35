import { Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Chip } from '../api/types';
import { Icon, type IconName } from '../ui/Icon';
import css from './Ask.module.css';
import { editedQuery } from './askQuestion';

interface Props {
  question: string;
  chips: Chip[];
  onChange: (question: string) => void;
}

/**
 * What was understood, part by part. A part that was read from the question can be put in other words, or taken out; a time that a convention
 * put there can be said.
 */
export function ChipList({ question, chips, onChange }: Props) {
  const [editing, setEditing] = useState<number>();
  return (
    <ul className={css.chips} aria-label="What was understood">
      {chips.map((chip, index) => {
        const read = chip.from >= 0 && chip.to > chip.from;
        const words = question.slice(chip.from, chip.to);
        const key = `${chip.kind} ${chip.text} ${chip.from}`;
        const face = (
          <>
            <Icon name={ICONS[chip.kind]} size={12} />
            <span className="srOnly">{chip.kind}: </span>
            {chip.text}
          </>
        );
        const given = !read && chip.kind === 'time' && !editedQuery(question);
        if (!read && !given)
          return (
            <li key={key} className={css.chip} data-given title={`${KINDS[chip.kind]}, by convention`}>
              {face}
            </li>
          );
        return (
          <Popover key={key} opened={editing === index} onDismiss={() => setEditing(undefined)} width={280} trapFocus>
            <Popover.Target>
              <li className={css.chip} data-given={given || undefined}>
                <button
                  type="button"
                  className={css.chipText}
                  title={
                    given
                      ? `${KINDS[chip.kind]}, by convention. Change it.`
                      : `${KINDS[chip.kind]}, from “${words}”. Change it.`
                  }
                  onClick={() => setEditing(index)}
                >
                  {face}
                </button>
                {read && chip.kind !== 'metric' && (
                  <button
                    type="button"
                    className={css.remove}
                    aria-label={`Remove “${words}”`}
                    onClick={() => onChange(spliced(question, chip, ''))}
                  >
                    <Icon name="close" size={11} />
                  </button>
                )}
              </li>
            </Popover.Target>
            <Popover.Dropdown p={10}>
              <Words
                kind={KINDS[chip.kind]}
                words={given ? undated(chip.text) : words}
                onApply={(next) => {
                  setEditing(undefined);
                  if (given && next && next !== undated(chip.text)) onChange(appended(question, next));
                  if (read && next !== words) onChange(spliced(question, chip, next));
                }}
              />
            </Popover.Dropdown>
          </Popover>
        );
      })}
    </ul>
  );
}

function Words({ kind, words, onApply }: { kind: string; words: string; onApply: (words: string) => void }) {
  const [text, setText] = useState(words);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onApply(text.trim());
      }}
    >
      <TextInput
        label={kind}
        description="Rephrase it; Enter asks again"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
    </form>
  );
}

/** The question with a part of it put in other words, or taken out together with the word that led to it. */
export function spliced(question: string, { from, to }: Pick<Chip, 'from' | 'to'>, words: string): string {
  const before = question.slice(0, from);
  const led =
    words === '' ? before.replace(/(?:^|\s)(?:in|on|from|with|by|per|and|during|of|at|for|,)\s*$/i, ' ') : before;
  return `${led}${words}${question.slice(to)}`
    .replace(/\s+/g, ' ')
    .replace(/\s+([?.,])/g, '$1')
    .trim();
}

/** The words of a time without the dates that they were taken for. */
export function undated(time: string): string {
  return time.replace(/ \([^)]*\)$/, '');
}

/** The question with more words at its end, before the sign that ends it. */
export function appended(question: string, words: string): string {
  const text = question.trim();
  const end = /[?.!]+$/.exec(text)?.[0] ?? '';
  return `${text.slice(0, text.length - end.length)}, ${words}${end}`;
}

const KINDS: Record<Chip['kind'], string> = {
  metric: 'What is counted',
  filter: 'Filter',
  time: 'Time',
  group: 'Broken down by',
  order: 'Order',
  limit: 'How many',
  step: 'Step',
  compare: 'Compared with',
  window: 'Within',
};

const ICONS: Record<Chip['kind'], IconName> = {
  metric: 'overview',
  filter: 'filter',
  time: 'clock',
  group: 'table',
  order: 'arrowDown',
  limit: 'sessions',
  step: 'funnel',
  compare: 'paths',
  window: 'clock',
};
