import { Menu } from '@mantine/core';
import { projectPath } from '../api/queries';
import type { Session } from '../api/types';
import { Icon } from '../ui/Icon';
import css from './SessionHeader.module.css';

/** Takes the session elsewhere. The server streams it, so the browser saves it whatever its size. */
export function ExportMenu({ projectId, session }: { projectId: string; session: Session }) {
  const path = `${projectPath(projectId)}/sessions/${session.sessionId}`;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.export} aria-label="Export the session">
          <Icon name="download" size={14} />
          <span>Export</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${path}/otlp`} download>
          OTLP (JSON)
        </Menu.Item>
        {session.hasReplay && (
          <Menu.Item component="a" href={`${path}/otlp?replay=true`} download>
            OTLP (JSON) with the recording
          </Menu.Item>
        )}
        <Menu.Item component="a" href={`${path}/events`} download>
          Raw events (JSON lines)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
