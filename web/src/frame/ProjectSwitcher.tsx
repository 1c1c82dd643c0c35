import { Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { meQuery } from '../api/queries';
import { Icon } from '../ui/Icon';
import css from './TopBar.module.css';

export function ProjectSwitcher() {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const { data: me } = useQuery(meQuery);
  const navigate = useNavigate();
  const projects = me?.projects ?? [];
  const current = projects.find((project) => project.projectId === projectId);
  return (
    <Menu>
      <Menu.Target>
        <button type="button" className={css.control} aria-label={`Project: ${current?.name ?? projectId}`}>
          <span className={`${css.project} ellipsis`}>{current?.name ?? projectId}</span>
          <Icon name="chevronDown" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown miw={200}>
        {projects.map((project) => (
          <Menu.Item
            key={project.projectId}
            rightSection={project.projectId === projectId ? <Icon name="check" size={14} /> : undefined}
            onClick={() => void navigate({ to: '/p/$projectId/overview', params: { projectId: project.projectId } })}
          >
            {project.name}
          </Menu.Item>
        ))}
        {me?.role === 'admin' && (
          <>
            <Menu.Divider />
            <Menu.Item
              leftSection={<Icon name="plus" />}
              onClick={() =>
                void navigate({ to: '/p/$projectId/settings', params: { projectId }, search: { tab: 'new' } })
              }
            >
              New project
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
