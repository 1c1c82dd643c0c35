import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { projectQuery } from '../api/queries';
import { useView } from '../state/useView';
import { Empty } from '../ui/States';
import { When } from '../ui/When';

const DAY = 24 * 60 * 60_000;

/** Nothing in the time range: either the site sends nothing yet, or the range is too short. */
export function NoData({ projectId }: { projectId: string }) {
  const { data: project } = useQuery(projectQuery(projectId));
  const { setPreset } = useView();
  if (project?.lastEventAt) {
    const recent = Date.now() - Date.parse(project.lastEventAt) < 30 * DAY;
    return (
      <Empty
        icon="clock"
        title="Nothing in this time range"
        action={
          <Button variant="default" onClick={() => setPreset(recent ? '30d' : '12mo')}>
            Show the last {recent ? '30 days' : '12 months'}
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
