import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { projectQuery } from '../api/queries';
import { useView } from '../state/useView';
import { CopyButton } from '../ui/CopyButton';
import { Empty } from '../ui/States';
import css from './Backend.module.css';

/** Nothing in the range: how to point an OpenTelemetry SDK here, or the way to a longer range. */
export function NoTelemetry({ projectId, what }: { projectId: string; what: 'spans' | 'log records' | 'metrics' }) {
  const { data: project } = useQuery(projectQuery(projectId));
  const { range, setPreset } = useView();
  const lines = [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${location.origin}`,
    `OTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer ${project?.writeKey ?? 'wk_…'}"`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  ].join('\n');
  return (
    <Empty
      icon="services"
      title={`No ${what} in this time range`}
      action={
        range.kind === 'rolling' && range.key !== '30d' ? (
          <Button variant="default" onClick={() => setPreset('30d')}>
            Show the last 30 days
          </Button>
        ) : undefined
      }
    >
      <p>Point the OpenTelemetry SDK or agent of a service here, in any language, with these variables:</p>
      <div className={css.snippet}>
        <pre className="mono">{lines}</pre>
        <CopyButton text={lines} />
      </div>
    </Empty>
  );
}
