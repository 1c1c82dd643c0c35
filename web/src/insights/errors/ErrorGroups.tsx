import { bucketStarts } from '../../chart/buckets';
import { full, short } from '../../format/number';
import { instant } from '../../result/cells';
import { sessionsTarget } from '../../state/target';
import { spanOf, wideBucketFor } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { type DataColumn, DataTable } from '../../ui/DataTable';
import { Sparkline } from '../../ui/Sparkline';
import { When } from '../../ui/When';
import { Panel } from '../Panel';
import { type Entry, entriesOf } from '../records';
import { type Ask, useAnswer } from '../useAnswer';
import { ErrorGroup } from './ErrorGroup';
import css from './Errors.module.css';

/** Errors of one cause together: whom they meet, since when, and whether they are new. */
export function ErrorGroups({ ask }: { ask: Ask }) {
  const { projectId, search, update } = useView();
  const bucket = wideBucketFor(spanOf(ask.range, new Date()));
  const answer = useAnswer(ask, { kind: 'errors', interval: bucket, limit: 200 }, { enabled: !search.of });
  const starts = bucketStarts(bucket, spanOf(ask.range, new Date(answer.dataUpdatedAt)));
  if (search.of) return <ErrorGroup ask={ask} fingerprint={search.of} />;
  const behind = (entry: Entry) =>
    sessionsTarget(projectId, search, ask.filters, [
      { field: 'errorFingerprint', op: 'eq', values: [entry.text('errorFingerprint')] },
    ]);
  return (
    <Panel
      title="Errors by cause"
      how="JavaScript errors with the same fingerprint are grouped. First and last seen cover all data, the other columns this time range."
      answers={[{ title: 'Errors by cause', answer }]}
      empty="No errors in this time range, with these filters."
    >
      {(result) => (
        <DataTable
          label="Errors by cause"
          inline
          columns={[
            MESSAGE,
            {
              key: 'trend',
              label: 'Over time',
              width: 'minmax(126px, 0.7fr)',
              cell: (entry) => <Trend counts={entry.moments('trend')} starts={starts} />,
            },
            counted('events', 'Count'),
            { ...counted('sessions', 'Sessions'), target: behind },
            counted('people', 'People'),
            ...SEEN,
          ]}
          rows={entriesOf(result)}
          onRow={(entry) => update({ of: entry.text('errorFingerprint') })}
        />
      )}
    </Panel>
  );
}

const MESSAGE: DataColumn<Entry> = {
  key: 'errorMessage',
  label: 'Error',
  width: 'minmax(220px, 2.4fr)',
  value: (entry) => entry.text('errorMessage'),
  cell: (entry) => (
    <span className={css.message} title={entry.text('errorMessage')}>
      {entry.flag('isNew') && <span className={css.new}>new</span>}
      <button type="button" className="ellipsis">
        {entry.text('errorMessage') || entry.text('errorType') || 'An error without a message'}
      </button>
      <span className={`ellipsis ${css.type}`}>{entry.text('errorType')}</span>
    </span>
  ),
};

const SEEN: DataColumn<Entry>[] = [
  seen('firstSeenAt', 'First seen'),
  seen('lastSeenAt', 'Last seen'),
  {
    key: 'lastRelease',
    label: 'Release',
    hint: 'Newest release it was seen in',
    width: 'minmax(80px, 0.5fr)',
    value: (entry) => entry.text('lastRelease'),
    cell: (entry) => entry.text('lastRelease'),
  },
];

function Trend({ counts, starts }: { counts: Map<number, number>; starts: Date[] }) {
  return (
    <span style={{ display: 'block', width: 110 }}>
      <Sparkline values={starts.map((start) => counts.get(start.getTime()) ?? 0)} tone="--error" />
    </span>
  );
}

function counted(key: string, label: string): DataColumn<Entry> {
  return {
    key,
    label,
    right: true,
    width: 'minmax(72px, 0.4fr)',
    value: (entry) => entry.number(key),
    cell: (entry) => <span title={full(entry.number(key))}>{short(entry.number(key))}</span>,
  };
}

function seen(key: string, label: string): DataColumn<Entry> {
  return {
    key,
    label,
    width: 'minmax(100px, 0.5fr)',
    value: (entry) => entry.text(key),
    cell: (entry) => {
      const date = instant(entry.text(key));
      return date ? <When iso={date.toISOString()} /> : '';
    },
  };
}
