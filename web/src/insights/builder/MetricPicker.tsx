import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { modelQuery } from '../../api/queries';
import type { Metric } from '../../api/types';
import { useView } from '../../state/useView';
import { type Pick, PickList } from '../../ui/PickList';
import { FUNCTIONS, type FunctionName, formatMeasure, type Measure, measureLabel, parseMeasure } from '../measure';
import { EventForm } from './EventPicker';
import { FieldList } from './FieldPicker';
import { Picker } from './Picker';

interface Props {
  value: string | undefined;
  mark?: string;
  onChange: (value: string) => void;
  onRemove?: () => void;
}

/** Which number: a metric of the model, a count of an event, or a function of a field. */
export function MetricPicker({ value, mark, onChange, onRemove }: Props) {
  const { projectId } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const measure = value === undefined ? undefined : parseMeasure(value);
  return (
    <Picker
      label={value === undefined ? 'Metric' : `Metric: ${measure ? measureLabel(measure, model) : value}`}
      value={measure && measureLabel(measure, model)}
      mark={mark}
      onRemove={onRemove}
      width={320}
    >
      {(close) => (
        <MetricForm
          onChoose={(chosen) => {
            onChange(formatMeasure(chosen));
            close();
          }}
        />
      )}
    </Picker>
  );
}

type Stage = { at: 'metrics' } | { at: 'event'; of: FunctionName } | { at: 'field'; of: FunctionName };

function MetricForm({ onChoose }: { onChoose: (measure: Measure) => void }) {
  const { projectId } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const [query, setQuery] = useState('');
  const [stage, setStage] = useState<Stage>({ at: 'metrics' });
  if (stage.at === 'event')
    return (
      <EventForm
        initial={[]}
        onApply={(where) => onChoose({ kind: 'aggregate', function: stage.of, field: '', where })}
        onBack={() => setStage({ at: 'metrics' })}
      />
    );
  if (stage.at === 'field')
    return (
      <FieldList
        numbers={stage.of !== 'uniques'}
        onChoose={(field) => onChoose({ kind: 'aggregate', function: stage.of, field, where: [] })}
      />
    );
  const wanted = query.trim().toLowerCase();
  const metrics: Pick[] = (model?.metrics ?? [])
    .filter((metric) => `${metric.label} ${metric.description}`.toLowerCase().includes(wanted))
    .sort((a, b) => starts(a, wanted) - starts(b, wanted))
    .map((metric) => ({
      key: metric.name,
      label: <span title={metric.description}>{metric.label}</span>,
      group: wanted ? undefined : metric.entity === 'event' ? 'Events' : 'Sessions',
      right: metric.unit === 'count' ? undefined : metric.unit,
      run: () => onChoose({ kind: 'metric', metric: metric.name }),
    }));
  const own: Pick[] = [
    ...(['count', 'people', 'sessions'] as const).map((name) => ({
      key: `own ${name}`,
      label: `${FUNCTIONS[name]} of an event…`,
      group: 'Custom',
      run: () => setStage({ at: 'event', of: name }),
    })),
    ...(['uniques', 'sum', 'avg', 'p50', 'p75', 'p90', 'p95', 'p99', 'max'] as const).map((name) => ({
      key: `own ${name}`,
      label: `${FUNCTIONS[name]} of a field…`,
      group: 'Custom',
      run: () => setStage({ at: 'field', of: name }),
    })),
  ].filter((pick) => pick.label.toLowerCase().includes(wanted));
  return (
    <PickList
      label="Metric"
      placeholder="Find a metric…"
      query={query}
      onQuery={setQuery}
      picks={[...metrics, ...own]}
      busy={!model}
      empty="No such metric"
    />
  );
}

function starts(metric: Metric, wanted: string): number {
  return (wanted && metric.label.toLowerCase().startsWith(wanted) ? 0 : 2) + (metric.entity === 'event' ? 1 : 0);
}
