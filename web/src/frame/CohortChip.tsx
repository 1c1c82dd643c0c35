import { Menu } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { deleteCohort } from '../dashboard/saved';
import { useView } from '../state/useView';
import { SureItem } from '../ui/SureItem';
import { toast } from '../ui/toast';
import css from './FilterBar.module.css';

/** The cohort that the view is of, and the way to delete it: first it is said what would miss it. */
export function CohortChip({ id, title }: { id: string; title: string }) {
  const { projectId, update } = useView();
  const [opened, setOpened] = useState(false);
  const [users, setUsers] = useState<string>();
  const leave = async () => {
    try {
      await deleteCohort(projectId, id, users !== undefined);
      update({ c: undefined });
      toast('Cohort deleted');
    } catch (error) {
      if (error instanceof ApiError && error.code === 'in_use') {
        setUsers(usersIn(error.message));
        setOpened(true);
      } else {
        toast(error instanceof ApiError ? error.message : 'It could not be deleted. Try again.');
      }
    }
  };
  return (
    <Menu
      opened={opened}
      onChange={(open) => {
        setOpened(open);
        if (!open) setUsers(undefined);
      }}
      width={260}
    >
      <Menu.Target>
        <button type="button" className={css.chipText} aria-label={`Cohort: ${title}`}>
          <b>{title}</b>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {users && <Menu.Label>{users}</Menu.Label>}
        <SureItem key={users} sure={`Delete “${title}” for good?`} onSure={() => void leave()}>
          {users ? 'Delete it anyway' : 'Delete this cohort'}
        </SureItem>
      </Menu.Dropdown>
    </Menu>
  );
}

/** What the server says of the users of a cohort, without how its interface is told to delete it all the same. */
export function usersIn(message: string): string {
  return message.replace(/; force=true[^;]*$/, '.');
}
