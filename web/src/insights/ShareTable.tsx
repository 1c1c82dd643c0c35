import { useQuery } from '@tanstack/react-query';
import { modelQuery } from '../api/queries';
import { dimensionText } from '../result/cells';
import { useView } from '../state/useView';
import { DataTable } from '../ui/DataTable';
import { answerColumns } from './answerColumns';
import { fieldLabel } from './builder/FieldPicker';
import { numberTarget } from './numberTarget';
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
  const body = { metrics: [metric], dimensions: [field], limit };
  const answer = useAnswer(ask, body);
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
          target={(row) => {
            const value = row[columnIndex(result, field)];
            const number = { title: `${metricLabel}, ${dimensionText(field, value)}`, body, column: metric };
            return numberTarget({ projectId, search, filters: ask.filters }, { ...number, by: { field, value } });
          }}
          empty={dimensionText(field, '')}
        />
      )}
    </Panel>
  );
}
