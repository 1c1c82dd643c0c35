import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelQuery } from '../../api/queries';
import type { Dimension } from '../../api/types';
import { useView } from '../../state/useView';
import { type Pick, PickList } from '../../ui/PickList';
import { Picker } from './Picker';

/** Too many values to be worth a breakdown. */
const UNGROUPED = new Set(['sessionId', 'eventId', 'traceId', 'windowId', 'url']);

/** What numbers are broken down by. */
export function FieldPicker({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string | undefined;
  onChange: (field: string | undefined) => void;
}) {
  const { projectId } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  return (
    <Picker
      label={value ? `${label}: ${fieldLabel(value, model?.dimensions)}` : label}
      value={value && fieldLabel(value, model?.dimensions)}
      onRemove={value ? () => onChange(undefined) : undefined}
    >
      {(close) => (
        <FieldList
          onChoose={(field) => {
            onChange(field);
            close();
          }}
        />
      )}
    </Picker>
  );
}

export function FieldList({ numbers, onChoose }: { numbers?: boolean; onChoose: (field: string) => void }) {
  const { projectId } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLowerCase();
  const picks: Pick[] = (model?.dimensions ?? [])
    .filter((field) => !UNGROUPED.has(field.name) && (!numbers || field.type === 'number'))
    .filter((field) => `${field.label} ${field.name} ${field.description}`.toLowerCase().includes(wanted))
    .map((field) => ({
      key: field.name,
      label: <span title={field.description}>{field.label}</span>,
      group: wanted ? undefined : field.entity === 'event' ? 'What happened in it' : 'The session',
      run: () => onChoose(field.name),
    }));
  const tag = query.trim().replace(/^tags\./, '');
  if (tag && !numbers && !tag.includes(' '))
    picks.push({ key: `tags.${tag}`, label: `Tag “${tag}”`, run: () => onChoose(`tags.${tag}`) });
  return (
    <PickList
      label="Field"
      placeholder={numbers ? 'Find a number…' : 'Find a field, or a tag…'}
      query={query}
      onQuery={setQuery}
      picks={picks}
      busy={!model}
      empty="No such field"
    />
  );
}

export function fieldLabel(name: string, dimensions: Dimension[] | undefined): string {
  if (name.startsWith('tags.')) return `Tag ${name.slice(5)}`;
  return dimensions?.find((dimension) => dimension.name === name)?.label ?? name;
}
