import { Button, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { fetchSessions } from '../api/queries';
import type { Install } from '../api/types';
import { full } from '../format/number';
import { Icon } from '../ui/Icon';
import { When } from '../ui/When';
import css from './Project.module.css';

/** Waits for the first event, then says so and leads to the session it came from. */
export function Arrival({ projectId, install }: { projectId: string; install: Install | undefined }) {
  const arrived = install?.firstEventAt != null;
  const newest = useQuery({
    queryKey: ['newest session', projectId],
    queryFn: ({ signal }) => fetchSessions(projectId, { filters: [], sort: '-createdAt', limit: 1 }, signal),
    enabled: arrived,
    refetchInterval: 3_000,
  });
  if (!install) return <div className={css.arrival} />;
  if (!arrived) {
    return (
      <div className={css.arrival} role="status">
        <Loader size={14} color="gray" />
        <span>Waiting for the first event</span>
      </div>
    );
  }
  const session = newest.data?.sessions[0];
  return (
    <div className={css.arrival} data-arrived role="status">
      <Icon name="check" />
      <span>
        <b>Events arrive.</b> {install.eventCount > 0 && `${full(install.eventCount)} so far`}
        {install.lastEventAt && (
          <>
            , the last <When iso={install.lastEventAt} />
          </>
        )}
      </span>
      {session && (
        <Button
          component={Link}
          variant="default"
          to={`/p/${projectId}/sessions/${session.sessionId}`}
          leftSection={<Icon name="play" size={12} />}
        >
          Newest session
        </Button>
      )}
    </div>
  );
}
