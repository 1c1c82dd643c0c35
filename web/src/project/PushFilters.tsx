import { Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelQuery } from '../api/queries';
import type { Filter } from '../api/types';
import { FilterPicker } from '../frame/FilterPicker';
import { formatFilter, isUnary, OPERATOR_WORDS, withFilter } from '../state/filters';
import { Icon } from '../ui/Icon';
import css from './Push.module.css';

/** Which sessions are sent; without a filter all are. */
export function PushFilters({
  projectId,
  filters,
  onChange,
}: {
  projectId: string;
  filters: Filter[];
  onChange: (filters: Filter[]) => void;
}) {
  const { data: model } = useQuery(modelQuery(projectId));
  const [open, setOpen] = useState(false);
  const label = (field: string) => model?.dimensions.find((dimension) => dimension.name === field)?.label ?? field;
  return (
    <div>
      <p className={css.label}>Sessions</p>
      <div className={css.filters}>
        {filters.map((filter, index) => (
          <button
            type="button"
            key={formatFilter(filter)}
            className={css.chip}
            aria-label={`Remove the filter ${label(filter.field)}`}
            onClick={() => onChange(filters.toSpliced(index, 1))}
          >
            {label(filter.field)} {OPERATOR_WORDS[filter.op]}{' '}
            {!isUnary(filter.op) && (filter.values ?? []).join(' or ')}
            <Icon name="close" size={12} />
          </button>
        ))}
        <Popover opened={open} onDismiss={() => setOpen(false)} position="bottom-start" width={300} trapFocus>
          <Popover.Target>
            <button type="button" className={css.add} aria-expanded={open} onClick={() => setOpen(true)}>
              <Icon name="filter" size={14} />
              {filters.length === 0 ? 'All; add a filter' : 'Filter'}
            </button>
          </Popover.Target>
          <Popover.Dropdown p={0}>
            <FilterPicker
              onApply={(filter) => {
                onChange(withFilter(filters, filter));
                setOpen(false);
              }}
              onCancel={() => setOpen(false)}
            />
          </Popover.Dropdown>
        </Popover>
      </div>
    </div>
  );
}
