import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { valuesQuery } from '../api/queries';
import type { Dimension, Filter, Operator } from '../api/types';
import { countryName } from '../format/country';
import { short } from '../format/number';
import { readableValue } from '../format/path';
import { isUnary, OPERATOR_WORDS } from '../state/filters';
import { spanOf } from '../state/timeRange';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { type Pick, PickList } from '../ui/PickList';
import css from './ValuePicker.module.css';

interface Props {
  dimension: Dimension;
  initial?: Filter;
  onApply: (filter: Filter) => void;
  onBack: () => void;
}

export function ValuePicker({ dimension, initial, onApply, onBack }: Props) {
  const [op, setOp] = useState<Operator>(initial?.op ?? dimension.operators[0] ?? 'eq');
  const choose = (next: Operator) => {
    setOp(next);
    if (isUnary(next)) onApply({ field: dimension.name, op: next });
  };
  return (
    <div className={css.picker}>
      <header className={css.head}>
        <button type="button" className={css.back} onClick={onBack} aria-label="Back to the fields">
          <Icon name="arrowLeft" size={14} />
        </button>
        <b className="ellipsis" title={dimension.description}>
          {dimension.label}
        </b>
        <select
          className={css.operator}
          aria-label="Operator"
          value={op}
          onChange={(event) => choose(event.currentTarget.value as Operator)}
        >
          {dimension.operators.map((operator) => (
            <option key={operator} value={operator}>
              {OPERATOR_WORDS[operator]}
            </option>
          ))}
        </select>
      </header>
      {op === 'eq' || op === 'ne' ? (
        <Known dimension={dimension} op={op} initial={initial} onApply={onApply} />
      ) : (
        <Typed dimension={dimension} op={op} initial={initial} onApply={onApply} />
      )}
    </div>
  );
}

interface StepProps {
  dimension: Dimension;
  op: Operator;
  initial?: Filter;
  onApply: (filter: Filter) => void;
}

/** Choose among the values there are. */
function Known({ dimension, op, initial, onApply }: StepProps) {
  const { projectId, range } = useView();
  const [query, setQuery] = useState('');
  const text = query.trim();
  // Countries are stored as codes and looked for by name, which the server does not know.
  const [q] = useDebouncedValue(dimension.name === 'country' ? '' : text, 120);
  const [chosen, setChosen] = useState<string[]>(() => (initial?.values ?? []).map((value) => String(value)));
  const span = useMemo(() => spanOf(range, new Date()), [range]);
  const values = useQuery(valuesQuery(projectId, dimension.name, q, span.from.toISOString(), span.to.toISOString()));

  const apply = (selected: string[]) =>
    onApply({ field: dimension.name, op, values: selected.map((value) => typed(dimension, value)) });
  const toggle = (value: string) =>
    setChosen((before) => (before.includes(value) ? before.filter((other) => other !== value) : [...before, value]));

  // What is listed may still be the answer to what was typed before: Enter must not take a row that does not fit.
  const found = (values.data?.values ?? [])
    .map(({ value, count }) => ({ value: String(value ?? ''), count }))
    .filter(({ value }) => (q === text && !values.isPlaceholderData) || isLike(shown(dimension, value), text));
  const most = Math.max(1, ...found.map((value) => value.count));
  const picks: Pick[] = found.map(({ value, count }) => ({
    key: value,
    label: shown(dimension, value),
    left: (
      <input
        type="checkbox"
        className={css.check}
        checked={chosen.includes(value)}
        aria-label={`Choose ${value}`}
        tabIndex={-1}
        onClick={(event) => event.stopPropagation()}
        onChange={() => toggle(value)}
      />
    ),
    right: short(count),
    share: count / most,
    run: () => (chosen.length > 0 ? toggle(value) : apply([value])),
  }));
  const known = found.some(({ value }) => value === text);
  if (text && !known) {
    picks.push({ key: `typed ${query}`, label: `“${text}”`, run: () => apply([...chosen, text]) });
  }
  return (
    <>
      <PickList
        label={`Values of ${dimension.label}`}
        placeholder="Find a value…"
        query={query}
        onQuery={setQuery}
        picks={picks}
        busy={values.isFetching}
        empty={values.error ? 'The values could not be loaded' : 'No values in this time range'}
      />
      {chosen.length > 0 && (
        <div className={css.foot}>
          <Button onClick={() => apply(chosen)} fullWidth>
            {chosen.length === 1 ? 'Apply' : `Apply ${chosen.length} values`}
          </Button>
        </div>
      )}
    </>
  );
}

/** Type a number or a part of the text. */
function Typed({ dimension, op, initial, onApply }: StepProps) {
  const [text, setText] = useState(() => (initial?.values ?? []).join(','));
  const numeric = dimension.type === 'number';
  const valid = text.trim() !== '' && (!numeric || Number.isFinite(Number(text)));
  return (
    <form
      className={css.typed}
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onApply({ field: dimension.name, op, values: [typed(dimension, text.trim())] });
      }}
    >
      <TextInput
        aria-label={`${dimension.label} ${OPERATOR_WORDS[op]}`}
        placeholder={numeric ? 'A number' : 'Part of the text'}
        inputMode={numeric ? 'decimal' : 'text'}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit" disabled={!valid}>
        Apply
      </Button>
    </form>
  );
}

function isLike(label: string, text: string): boolean {
  return label.toLowerCase().includes(text.toLowerCase());
}

function typed(dimension: Dimension, text: string): string | number | boolean {
  if (dimension.type === 'number') return Number(text);
  if (dimension.type === 'boolean') return text === 'true' || text === '1';
  return text;
}

function shown(dimension: Dimension, value: string): string {
  if (value === '') return '(none)';
  if (dimension.name === 'country') return `${countryName(value)} (${value})`;
  if (dimension.type === 'boolean') return value === '1' || value === 'true' ? 'Yes' : 'No';
  return readableValue(dimension.name, value);
}
