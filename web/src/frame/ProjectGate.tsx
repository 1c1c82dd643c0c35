import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { meQuery } from '../api/queries';
import { Empty } from '../ui/States';

/** Says once that there is no such project, in place of every panel's refusal. */
export function ProjectGate({ projectId, children }: { projectId: string; children: ReactNode }) {
  const { data: me } = useQuery(meQuery);
  if (!me || me.projects.some((project) => project.projectId === projectId)) return children;
  return (
    <Empty icon="page" title={`There is no project “${projectId}”`}>
      {me.projects.length === 0 ? (
        <p>It was deleted, or the address is wrong.</p>
      ) : (
        <p>
          It was deleted, or the address is wrong. There are{' '}
          {me.projects.slice(0, 10).map(({ projectId: id, name }, index) => (
            <span key={id}>
              {index > 0 && ', '}
              <Link to="/p/$projectId/overview" params={{ projectId: id }}>
                {name}
              </Link>
            </span>
          ))}
          {me.projects.length > 10 && ' and others'}.
        </p>
      )}
    </Empty>
  );
}
