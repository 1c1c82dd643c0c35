import { useQuery } from '@tanstack/react-query';
import { modelQuery } from '../api/queries';
import { dimensionText } from '../result/cells';
import { sessionsTarget } from '../state/target';
import { useView } from '../state/useView';
import { DataTable } from '../ui/DataTable';
import { answerColumns } from './answerColumns';
import { fieldLabel } from './builder/FieldPicker';
import { narrowOf, valueFilter } from './narrow';
import { Panel } from './Panel';
import { type Ask, columnIndex, useAnswer } from './useAnswer';

/** The values of one field with one number each. */
export function ShareTable({
  ask,
  field,
  metric,
  limit = 8,
}: {
  ask: Ask;
  field: string;
  metric: string;
  limit?: number;
}) {
  const { projectId, search } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const answer = useAnswer(ask, { metrics: [metric], dimensions: [field], limit });
  const title = fieldLabel(field, model?.dimensions);
  const metricLabel = model?.metrics.find((one) => one.name === metric)?.label ?? metric;
  return (
    <Panel title={title} answers={[{ title, answer }]}>
      {(result) => (
        <DataTable
          label={title}
          inline
          columns={answerColumns(result, { label: (name) => (name === metric ? metricLabel : title) })}
          rows={result.rows}
          target={(row) =>
            sessionsTarget(projectId, search, ask.filters, [
              valueFilter(field, row[columnIndex(result, field)]),
              ...narrowOf({ kind: 'metric', metric }),
            ])
          }
          empty={dimensionText(field, '')}
        />
      )}
    </Panel>
  );
}
