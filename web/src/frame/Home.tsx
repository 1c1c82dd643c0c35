import { useSuspenseQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import { meQuery } from '../api/queries';
import { NewProject } from '../project/NewProject';
import { recall } from '../state/remembered';

/** The way in: the project last looked at, else the first; without any, the form that creates one. */
export function Home() {
  const { data: me } = useSuspenseQuery(meQuery);
  const last = recall('project');
  const project = me.projects.find((candidate) => candidate.projectId === last) ?? me.projects[0];
  if (!project) return <NewProject />;
  return <Navigate to="/p/$projectId/overview" params={{ projectId: project.projectId }} replace />;
}
