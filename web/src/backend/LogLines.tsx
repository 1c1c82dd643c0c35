import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { LogRecord } from '../api/types';
import { clock, exact } from '../format/time';
import { sessionTarget } from '../state/target';
import { Choice } from '../ui/Choice';
import css from './Logs.module.css';
import { contextQuery } from './queries';
import { Attributes } from './SpanDetail';
import { moment } from './waterfall';

interface Props {
  projectId: string;
  records: LogRecord[];
  /** The id of the line that is open. */
  opened: string | undefined;
  onOpen: (id: string | undefined) => void;
}

export function LogLines({ projectId, records, opened, onOpen }: Props) {
  return (
    <>
      {records.map((record) => (
        <Fragment key={record.id}>
          <button
            type="button"
            className={css.line}
            data-level={record.level}
            aria-expanded={record.id === opened}
            onClick={() => onOpen(record.id === opened ? undefined : record.id)}
          >
            <Line record={record} />
          </button>
          {record.id === opened && <Opened projectId={projectId} record={record} />}
        </Fragment>
      ))}
    </>
  );
}

function Line({ record }: { record: LogRecord }) {
  const at = new Date(moment(record.at));
  return (
    <>
      <time dateTime={record.at} title={exact(at)}>
        {at.toLocaleDateString('en-GB', { day: '2-digit', month: 'short' })} {clock(at, true)}.
        {String(at.getMilliseconds()).padStart(3, '0')}
      </time>
      <span className={css.level}>{record.level || '–'}</span>
      <span className={`${css.service} ellipsis`}>{record.service}</span>
      <span className={css.body}>{record.body || record.name}</span>
    </>
  );
}

/** All a record says, and the lines before and after it. */
function Opened({ projectId, record }: { projectId: string; record: LogRecord }) {
  const [of, setOf] = useState<'service' | 'trace'>(record.traceId ? 'trace' : 'service');
  const context = useQuery(
    contextQuery(
      projectId,
      of === 'trace'
        ? { id: record.id, traceId: record.traceId, lines: 10 }
        : { id: record.id, service: record.service, lines: 10 },
    ),
  );
  return (
    <section className={css.opened} aria-label="The chosen line">
      <div className={css.ways}>
        {record.traceId && (
          <Link
            to="/p/$projectId/traces/$traceId"
            params={{ projectId, traceId: record.traceId }}
            search={{ span: record.spanId || undefined }}
          >
            Show the trace
          </Link>
        )}
        {record.sessionId && (
          <Link {...(sessionTarget(projectId, record.sessionId, record.at) as { to: '/' })}>Play the session</Link>
        )}
        {record.traceId && (
          <Choice
            label="Lines around it"
            value={of}
            options={[
              { value: 'trace', label: 'Same trace' },
              { value: 'service', label: 'Same service' },
            ]}
            onChange={setOf}
          />
        )}
      </div>
      <div className={css.context}>
        {context.data ? (
          <>
            {context.data.before.map((one) => (
              <div key={one.id} className={css.line} data-level={one.level}>
                <Line record={one} />
              </div>
            ))}
            <div className={css.line} data-level={record.level} data-middle>
              <Line record={record} />
            </div>
            {context.data.after.map((one) => (
              <div key={one.id} className={css.line} data-level={one.level}>
                <Line record={one} />
              </div>
            ))}
          </>
        ) : (
          <Skeleton height={120} />
        )}
      </div>
      <div className={css.attributes}>
        <div>
          <h3>Attributes</h3>
          <Attributes of={record.attributes} />
        </div>
        <div>
          <h3>Sent by</h3>
          <Attributes of={record.resource} />
        </div>
      </div>
    </section>
  );
}
