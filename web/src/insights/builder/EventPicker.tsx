import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { modelQuery, valuesQuery } from '../../api/queries';
import type { Filter } from '../../api/types';
import { short } from '../../format/number';
import { readableValue } from '../../format/path';
import { FilterPicker } from '../../frame/FilterPicker';
import { eventWords, filterWords, TYPE_WORDS } from '../../state/conditions';
import { formatFilter } from '../../state/filters';
import { spanOf } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { Icon, type IconName } from '../../ui/Icon';
import { type Pick, PickList } from '../../ui/PickList';
import css from './builder.module.css';
import { Picker } from './Picker';

interface Props {
  label: string;
  value: Filter[] | undefined;
  onChange: (event: Filter[]) => void;
  onRemove?: () => void;
}

/** Which event: a page, a custom event, a kind of event, and what else must hold for it. */
export function EventPicker({ label, value, onChange, onRemove }: Props) {
  const { projectId } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const words = value && eventWords(value, model);
  return (
    <Picker label={words ? `${label}: ${words}` : label} value={words} onRemove={onRemove} width={340}>
      {(close) => (
        <EventForm
          initial={value ?? []}
          onApply={(event) => {
            onChange(event);
            close();
          }}
        />
      )}
    </Picker>
  );
}

/** `onBack` where the form stands behind another list. */
export function EventForm({
  initial,
  onApply,
  onBack,
}: {
  initial: Filter[];
  onApply: (event: Filter[]) => void;
  onBack?: () => void;
}) {
  const { projectId } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const [event, setEvent] = useState(initial);
  const [refining, setRefining] = useState(false);
  if (refining)
    return (
      <FilterPicker
        onApply={(filter) => {
          setEvent([...event, filter]);
          setRefining(false);
        }}
        onCancel={() => setRefining(false)}
      />
    );
  if (event.length === 0)
    return <EventList onChoose={(chosen) => onApply(chosen)} onRefine={() => setRefining(true)} />;
  return (
    <>
      <div className={css.refine}>
        {event.map((filter, index) => (
          <span key={formatFilter(filter)} className={css.chip}>
            <span className={css.chipText}>
              <span className="ellipsis">{filterWords(filter, model)}</span>
            </span>
            <button
              type="button"
              className={css.remove}
              aria-label={`Remove ${filterWords(filter, model)}`}
              onClick={() => setEvent(event.toSpliced(index, 1))}
            >
              <Icon name="close" size={12} />
            </button>
          </span>
        ))}
        <span className={css.add}>
          <button type="button" className={css.chipText} onClick={() => setRefining(true)}>
            <Icon name="plus" size={12} /> And…
          </button>
        </span>
      </div>
      <div className={css.more}>
        <Button onClick={() => onApply(event)} data-autofocus>
          Apply
        </Button>
        {onBack && (
          <Button variant="subtle" color="gray" onClick={onBack}>
            Back
          </Button>
        )}
      </div>
    </>
  );
}

function EventList({ onChoose, onRefine }: { onChoose: (event: Filter[]) => void; onRefine: () => void }) {
  const { projectId, range } = useView();
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query.trim(), 120);
  const span = useMemo(() => spanOf(range, new Date()), [range]);
  const [from, to] = [span.from.toISOString(), span.to.toISOString()];
  const pages = useQuery(valuesQuery(projectId, 'page', q, from, to));
  const custom = useQuery(valuesQuery(projectId, 'customEvent', q, from, to));
  const wanted = query.trim().toLowerCase();
  const listed = (found: typeof pages, field: string, group: string, icon: IconName, most: number): Pick[] =>
    (found.data?.values ?? [])
      .filter(({ value }) => value !== null && value !== '')
      .slice(0, most)
      .map(({ value, count }) => ({
        key: `${field} ${value}`,
        label: readableValue(field, String(value)),
        group,
        left: <Icon name={icon} size={14} />,
        right: short(count),
        run: () => onChoose(eventOf(field, String(value))),
      }));
  const kinds: Pick[] = Object.entries(TYPE_WORDS)
    .filter(([, words]) => words.includes(wanted))
    .map(([type, words]) => ({
      key: type,
      label: words,
      group: 'Kinds of events',
      run: () => onChoose([{ field: 'type', op: 'eq', values: [type] }]),
    }));
  const picks = [
    ...listed(custom, 'customEvent', 'Custom events', 'custom', 8),
    ...listed(pages, 'page', 'Pages viewed', 'page', 12),
    ...kinds,
    { key: 'refine', label: 'Other: an element, an error, a request…', group: 'By its fields', run: onRefine },
  ];
  if (wanted.startsWith('/') && !picks.some((pick) => pick.label === query.trim()))
    picks.unshift({
      key: 'typed',
      label: `Page contains “${query.trim()}”`,
      group: 'Pages viewed',
      run: () => onChoose([PAGEVIEW, { field: 'page', op: 'contains', values: [query.trim()] }]),
    });
  return (
    <PickList
      label="Event"
      placeholder="Find a page or an event…"
      query={query}
      onQuery={setQuery}
      picks={picks}
      busy={pages.isFetching || custom.isFetching}
      empty="No such event in this time range"
    />
  );
}

const PAGEVIEW: Filter = { field: 'type', op: 'eq', values: ['pageview'] };

function eventOf(field: string, value: string): Filter[] {
  return [{ field: field === 'page' ? 'viewedPage' : field, op: 'eq', values: [value] }];
}
