import { useQuery } from '@tanstack/react-query';
import { modelQuery } from '../../api/queries';
import { withUnit } from '../../format/number';
import { instant } from '../../result/cells';
import { personName } from '../../sessions/personName';
import { useView } from '../../state/useView';
import { Choice } from '../../ui/Choice';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { When } from '../../ui/When';
import { Builder, Line } from '../builder/Picker';
import { Panel } from '../Panel';
import { type Entry, entriesOf } from '../records';
import { type Ask, useAnswer } from '../useAnswer';
import { Person } from './Person';

const METRICS = ['averageDuration', 'pagesPerSession', 'totalCartValue', 'errorSessions'];

/** The people of the time range, and one of them. */
export function People({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const { data: model } = useQuery(modelQuery(projectId));
  const who = search.show === 'known' ? 'known' : 'all';
  const metrics = METRICS.filter((name) => model?.metrics.some((metric) => metric.name === name));
  const order = ['count', 'lastSeenAt', 'firstSeenAt', ...metrics].includes((search.sort ?? '').replace(/^-/, ''))
    ? (search.sort ?? '')
    : '-lastSeenAt';
  const answer = useAnswer(
    ask,
    {
      kind: 'people',
      over: 'session',
      signedIn: who === 'known',
      metrics,
      orderBy: [{ field: order.replace(/^-/, ''), direction: order.startsWith('-') ? 'desc' : 'asc' }],
      limit: 200,
    },
    { enabled: metrics.length > 0 && !search.of },
  );
  if (search.of) return <Person key={search.of} ask={ask} person={search.of} />;
  const numbers = metrics.map((name): DataColumn<Entry> => {
    const metric = model?.metrics.find((one) => one.name === name);
    return {
      key: name,
      label: metric?.label ?? name,
      hint: metric?.description,
      right: true,
      width: 'minmax(96px, 0.5fr)',
      value: (entry) => entry.number(name),
      cell: (entry) => withUnit(entry.number(name), metric?.unit),
    };
  });
  return (
    <>
      <Builder>
        <Line label="Who">
          <Choice
            label="Who"
            value={who}
            options={[
              { value: 'all', label: 'Everyone' },
              { value: 'known', label: 'Signed in' },
            ]}
            onChange={(value) => update({ show: value === 'all' ? undefined : value })}
          />
        </Line>
      </Builder>
      <Panel
        title="People"
        how="People with a session in this time range; the first 200 are listed."
        answers={[{ title: 'People', answer }]}
      >
        {(result) => (
          <DataTable
            label="People"
            inline
            columns={[
              NAME,
              counted,
              seen('lastSeenAt', 'Last session'),
              seen('firstSeenAt', 'First session'),
              ...numbers,
            ]}
            rows={entriesOf(result)}
            sort={order}
            onSort={(sort) => update({ sort: sort === '-lastSeenAt' ? undefined : sort || undefined })}
            onRow={(entry) => update({ of: entry.text('person') })}
          />
        )}
      </Panel>
    </>
  );
}

const NAME: DataColumn<Entry> = {
  key: 'person',
  label: 'Person',
  width: 'minmax(160px, 1.2fr)',
  cell: (entry) => {
    const { name, known } = personName({ userId: entry.text('userId'), anonymousId: entry.text('person') });
    return (
      <button type="button" className={known ? undefined : 'muted'} title={entry.text('person')}>
        {name}
      </button>
    );
  },
};

const counted: DataColumn<Entry> = {
  key: 'count',
  label: 'Sessions',
  right: true,
  width: 'minmax(80px, 0.4fr)',
  value: (entry) => entry.number('count'),
  cell: (entry) => entry.number('count'),
};

function seen(key: string, label: string): DataColumn<Entry> {
  return {
    key,
    label,
    width: 'minmax(110px, 0.6fr)',
    value: (entry) => entry.text(key),
    cell: (entry) => {
      const date = instant(entry.text(key));
      return date ? <When iso={date.toISOString()} /> : '';
    },
  };
}
