import type { Filter } from '../api/types';
import { readableValue } from '../format/path';
import { instant } from '../result/cells';
import { personName } from '../sessions/personName';
import type { Condition } from '../state/conditions';
import { sessionTarget } from '../state/target';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { When } from '../ui/When';
import { Panel } from './Panel';
import { type Entry, entriesOf } from './records';
import { type Ask, useAnswer } from './useAnswer';

interface Props {
  ask: Ask;
  title: string;
  where: Condition | Filter;
  /** Fields shown beside the time and the person. */
  fields: { name: string; label: string; width?: string; right?: boolean; cell?: (entry: Entry) => React.ReactNode }[];
  limit?: number;
}

/** Single events, the latest first; each opens its session at that second. */
export function Occurrences({ ask, title, where, fields, limit = 100 }: Props) {
  const names = [...new Set(['userId', 'anonymousId', ...fields.map((field) => field.name)])].filter(
    (name) => !ALWAYS.has(name),
  );
  const answer = useAnswer(ask, { kind: 'events', where, fields: names, limit });
  const columns: DataColumn<Entry>[] = [
    { key: 'timestamp', label: 'When', width: 'minmax(104px, 0.5fr)', cell: (entry) => <When iso={moment(entry)} /> },
    {
      key: 'person',
      label: 'Visitor',
      width: 'minmax(120px, 0.8fr)',
      cell: (entry) => personName({ userId: entry.text('userId'), anonymousId: entry.text('anonymousId') }).name,
    },
    ...fields.map(
      (field): DataColumn<Entry> => ({
        key: field.name,
        label: field.label,
        right: field.right,
        width: field.width ?? 'minmax(110px, 1fr)',
        cell:
          field.cell ??
          ((entry) => <span title={entry.text(field.name)}>{readableValue(field.name, entry.text(field.name))}</span>),
      }),
    ),
  ];
  return (
    <Panel title={title} how="Newest first. Each row opens its session at that second." answers={[{ title, answer }]}>
      {(result) => (
        <DataTable
          label={title}
          inline
          columns={columns}
          rows={entriesOf(result)}
          target={(entry) => sessionTarget(ask.projectId, entry.text('sessionId'), moment(entry))}
        />
      )}
    </Panel>
  );
}

const ALWAYS = new Set(['timestamp', 'sessionId', 'type', 'name']);

function moment(entry: Entry): string {
  return instant(entry.text('timestamp'))?.toISOString() ?? '';
}
