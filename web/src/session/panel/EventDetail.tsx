import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { exact } from '../../format/time';
import { Icon } from '../../ui/Icon';
import { StackTrace } from '../../ui/StackTrace';
import type { TimelineEvent } from '../model';
import css from './Panel.module.css';

const HIDDEN = new Set(['eventId', 'timestamp', 'tags', 'anonymousId', 'errorStack', 'type']);

interface Props {
  projectId: string;
  release: string;
  item: TimelineEvent;
  onClose: () => void;
}

/** Everything that is known of one event. */
export function EventDetail({ projectId, release, item, onClose }: Props) {
  const { event } = item;
  const fields = Object.entries(event).filter(
    ([key, value]) => !HIDDEN.has(key) && value !== '' && value !== 0 && value !== null && typeof value !== 'object',
  );
  return (
    <section className={css.eventDetail} aria-label="The chosen event">
      <header className={css.detailHead}>
        <span>{event.type}</span>
        <ActionIcon onClick={onClose} aria-label="Close" size={22}>
          <Icon name="close" size={12} />
        </ActionIcon>
      </header>
      <dl className={css.fields}>
        {event.traceId && (
          <>
            <dt>backend</dt>
            <dd>
              <Link
                to="/p/$projectId/traces/$traceId"
                params={{ projectId, traceId: event.traceId.toLowerCase() }}
                className={css.trace}
              >
                <Icon name="trace" size={13} /> Show the trace
              </Link>
            </dd>
          </>
        )}
        <Field name="time" value={exact(new Date(event.timestamp))} />
        {fields.map(([key, value]) => (
          <Field key={key} name={key} value={String(value)} mono={MONO.has(key)} />
        ))}
        {Object.entries(event.tags).map(([key, value]) => (
          <Field key={`tag ${key}`} name={`tags.${key}`} value={[value].flat().join(', ')} />
        ))}
        {event.errorStack && (
          <>
            <dt>stack</dt>
            <dd className={css.stack}>
              <StackTrace
                projectId={projectId}
                release={release}
                stack={event.errorStack}
                message={event.errorMessage}
                debugId={event.tags.debugId}
              />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

const MONO = new Set(['selector', 'errorFingerprint', 'traceId', 'spanId', 'requestUrl', 'url', 'userId']);

export function Field({ name, value, mono }: { name: string; value: string; mono?: boolean }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined}>{value}</dd>
    </>
  );
}
