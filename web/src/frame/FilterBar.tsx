import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelQuery } from '../api/queries';
import type { Filter } from '../api/types';
import { countryName } from '../format/country';
import { readableValue } from '../format/path';
import { parseBehind } from '../state/behind';
import { formatNamed, parseNamed } from '../state/conditions';
import { formatFilter, isUnary, OPERATOR_WORDS } from '../state/filters';
import { useShortcuts } from '../state/keys';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { CohortChip } from './CohortChip';
import css from './FilterBar.module.css';
import { FilterPicker } from './FilterPicker';

/** The filters of the view as chips, and the picker that adds and changes them. */
export function FilterBar() {
  const { projectId, search, filters, setFilters, update } = useView();
  const named = parseNamed(search.c);
  const cohort = named && 'cohort' in named.where ? named.where.cohort : undefined;
  const titled = [
    { key: 'c', title: named?.title, cohort },
    { key: 'b', title: parseBehind(search.b)?.title },
  ];
  const { data: model } = useQuery(modelQuery(projectId));
  // -1: a new one; otherwise the place of the one being changed.
  const [editing, setEditing] = useState<number>();
  useShortcuts('Everywhere', [
    { keys: 'f', label: 'Add a filter', run: () => setEditing(-1) },
    { keys: 'F', label: 'Clear the filters', run: () => update({ f: undefined, c: undefined, b: undefined }) },
  ]);

  const apply = (index: number, filter: Filter) => {
    setFilters(index < 0 ? [...filters, filter] : filters.with(index, filter));
    setEditing(undefined);
  };
  const labelOf = (field: string) => model?.dimensions.find((dimension) => dimension.name === field)?.label ?? field;
  const picker = (index: number) => (
    <FilterPicker
      initial={filters[index]}
      onNamed={
        index < 0
          ? (chosen) => {
              update({ c: formatNamed(chosen) });
              setEditing(undefined);
            }
          : undefined
      }
      onApply={(filter) => apply(index, filter)}
      onCancel={() => setEditing(undefined)}
    />
  );

  return (
    <div className={css.filters}>
      {titled.map(
        ({ key, title, cohort }) =>
          title !== undefined && (
            <span key={key} className={css.chip}>
              {cohort ? (
                <CohortChip key={cohort} id={cohort} title={title} />
              ) : (
                <span className={css.chipText} title="From an analysis">
                  <b>{title}</b>
                </span>
              )}
              <button
                type="button"
                className={css.remove}
                aria-label={`Remove ${title}`}
                onClick={() => update({ [key]: undefined })}
              >
                <Icon name="close" size={12} />
              </button>
            </span>
          ),
      )}
      {filters.map((filter, index) => (
        <Popover
          key={formatFilter(filter)}
          opened={editing === index}
          onDismiss={() => setEditing(undefined)}
          position="bottom-start"
          width={300}
          trapFocus
        >
          <Popover.Target>
            <span className={css.chip}>
              <button type="button" className={css.chipText} onClick={() => setEditing(index)}>
                <span className="muted">
                  {labelOf(filter.field)} {OPERATOR_WORDS[filter.op]}
                </span>{' '}
                {!isUnary(filter.op) && <b>{valuesText(filter)}</b>}
              </button>
              <button
                type="button"
                className={css.remove}
                aria-label={`Remove the filter ${labelOf(filter.field)}`}
                onClick={() => setFilters(filters.toSpliced(index, 1))}
              >
                <Icon name="close" size={12} />
              </button>
            </span>
          </Popover.Target>
          <Popover.Dropdown p={0}>{picker(index)}</Popover.Dropdown>
        </Popover>
      ))}
      <Popover
        opened={editing === -1}
        onDismiss={() => setEditing(undefined)}
        position="bottom-start"
        width={300}
        trapFocus
      >
        <Popover.Target>
          <button type="button" className={css.add} onClick={() => setEditing(-1)} aria-expanded={editing === -1}>
            <Icon name="filter" size={14} />
            Filter
          </button>
        </Popover.Target>
        <Popover.Dropdown p={0}>{picker(-1)}</Popover.Dropdown>
      </Popover>
    </div>
  );
}

function valuesText(filter: Filter): string {
  const values = (filter.values ?? []).map((value) => {
    const text = String(value ?? '');
    if (text === '') return '(none)';
    return filter.field === 'country' ? countryName(text) : readableValue(filter.field, text);
  });
  return values.length > 2 ? `${values.slice(0, 2).join(', ')} +${values.length - 2}` : values.join(' or ');
}
