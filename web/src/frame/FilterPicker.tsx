import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelQuery } from '../api/queries';
import type { Dimension, Filter } from '../api/types';
import { cohortsQuery } from '../dashboard/saved';
import type { Named } from '../state/conditions';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { type Pick, PickList } from '../ui/PickList';
import { ValuePicker } from './ValuePicker';

const TAG: Omit<Dimension, 'name' | 'label'> = {
  type: 'tag',
  description: 'A tag that your site sets',
  entity: 'session',
  values: null,
  operators: ['eq', 'ne', 'contains', 'startsWith', 'exists', 'notExists'],
};

interface Props {
  initial?: Filter;
  /** A cohort was chosen; without it, cohorts are not offered. */
  onNamed?: (named: Named) => void;
  onApply: (filter: Filter) => void;
  onCancel: () => void;
}

/** Choose a field, then an operator and values. */
export function FilterPicker({ initial, onNamed, onApply, onCancel }: Props) {
  const { projectId } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const { data: cohorts = [] } = useQuery({ ...cohortsQuery(projectId), enabled: onNamed !== undefined });
  const [field, setField] = useState(initial?.field);
  const [query, setQuery] = useState('');

  if (field) {
    const dimension = model?.dimensions.find((candidate) => candidate.name === field) ?? tagDimension(field);
    return (
      <ValuePicker
        dimension={dimension}
        initial={initial?.field === field ? initial : undefined}
        onApply={onApply}
        onBack={() => (initial ? onCancel() : setField(undefined))}
      />
    );
  }

  const wanted = query.trim().toLowerCase();
  const dimensions = (model?.dimensions ?? []).filter((dimension) => dimension.operators.length > 0);
  const picks: Pick[] = dimensions
    .filter((dimension) =>
      `${dimension.label} ${dimension.name} ${dimension.description}`.toLowerCase().includes(wanted),
    )
    .sort((a, b) => rank(a, wanted) - rank(b, wanted))
    .map((dimension) => ({
      key: dimension.name,
      label: dimension.label,
      group: wanted ? undefined : groupOf(dimension),
      run: () => setField(dimension.name),
    }));
  picks.push(
    ...cohorts
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .map(({ id, name }) => ({
        key: `cohort ${id}`,
        label: name,
        group: wanted ? undefined : 'Cohorts of people',
        left: <Icon name="people" size={14} />,
        run: () => onNamed?.({ title: name, where: { cohort: id } }),
      })),
  );
  const tag = wanted.startsWith('tags.') ? query.trim() : `tags.${query.trim()}`;
  if (wanted && !wanted.includes(' ')) {
    picks.push({ key: tag, label: `Tag “${tag.slice(5)}”`, run: () => setField(tag) });
  }
  return (
    <PickList
      label="Filter by"
      placeholder="Filter by…"
      query={query}
      onQuery={setQuery}
      picks={picks}
      busy={!model}
      empty="No such field"
    />
  );
}

function groupOf(dimension: Dimension): string {
  return dimension.entity === 'event' ? 'What happened in it' : 'The session';
}

function rank(dimension: Dimension, wanted: string): number {
  const starts = wanted && dimension.label.toLowerCase().startsWith(wanted) ? 0 : 1;
  return starts * 10 + (dimension.entity === 'event' ? 1 : 0);
}

function tagDimension(name: string): Dimension {
  return { ...TAG, name, label: name.startsWith('tags.') ? `Tag ${name.slice(5)}` : name };
}
