import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { projectQuery } from '../api/queries';
import { useView } from '../state/useView';
import { Empty } from '../ui/States';
import { When } from '../ui/When';

/** Nothing in the time range: either the site sends nothing yet, or the range is too short. */
export function NoData({ projectId }: { projectId: string }) {
  const { data: project } = useQuery(projectQuery(projectId));
  const { setRolling } = useView();
  if (project?.lastEventAt) {
    return (
      <Empty
        icon="clock"
        title="Nothing in this time range"
        action={
          <Button variant="default" onClick={() => setRolling('30d')}>
            Show the last 30 days
          </Button>
        }
      >
        The last event came <When iso={project.lastEventAt} />.
      </Empty>
    );
  }
  return (
    <Empty
      icon="install"
      title="No events yet"
      action={
        <Button component={Link} to={`/p/${projectId}/install`}>
          Install on your site
        </Button>
      }
    >
      Put one line into your site, and visits appear here within seconds.
    </Empty>
  );
}
