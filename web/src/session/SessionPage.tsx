import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../api/client';
import { sessionQuery } from '../api/queries';
import { Failed } from '../ui/States';
import { SessionSkeleton } from './SessionSkeleton';
import { SessionView } from './SessionView';

/** A session is taken to go on for this long after its last event. */
const LIVE_MS = 3 * 60_000;
const POLL_MS = 2_500;

export function SessionPage() {
  const { projectId = '', sessionId = '' } = useParams({ strict: false }) as { projectId?: string; sessionId?: string };
  const detail = useQuery({
    ...sessionQuery(projectId, sessionId),
    refetchInterval: (query) => (query.state.data && isLive(query.state.data.session.endedAt) ? POLL_MS : false),
  });
  if (detail.data) {
    return (
      <SessionView
        key={sessionId}
        projectId={projectId}
        detail={detail.data}
        live={isLive(detail.data.session.endedAt)}
      />
    );
  }
  if (detail.error) {
    const missing = detail.error instanceof ApiError && detail.error.status === 404;
    const what = missing ? 'There is no such session' : 'The session could not be loaded';
    return <Failed what={what} error={detail.error} onRetry={() => void detail.refetch()} />;
  }
  return <SessionSkeleton />;
}

function isLive(endedAt: string): boolean {
  return Date.now() - Date.parse(endedAt) < LIVE_MS;
}
