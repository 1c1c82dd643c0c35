import { useQuery } from '@tanstack/react-query';
import { pushQuery } from '../api/queries';
import css from './Project.module.css';
import { PushForm } from './PushForm';
import { PushState } from './PushState';

/** Where the sessions are pushed to as OpenTelemetry logs, and how that is doing. */
export function PushSection({ projectId, editable }: { projectId: string; editable: boolean }) {
  const { data: push } = useQuery(pushQuery(projectId));
  if (!push) return null;
  return (
    <section className={css.section}>
      <h2 className={css.heading}>Export to OpenTelemetry</h2>
      <p className="muted">
        Sessions that are over are sent as OTLP logs, whole, in order and once, to the receiver you name: an
        OpenTelemetry Collector or any backend that takes OTLP over HTTP.
      </p>
      {push.endpoint && push.status && <PushState push={push} />}
      <PushForm projectId={projectId} push={push} editable={editable} />
    </section>
  );
}
