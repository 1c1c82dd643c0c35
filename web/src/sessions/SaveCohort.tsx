import { Button, Popover, TextInput } from '@mantine/core';
import { useState } from 'react';
import { ApiError } from '../api/client';
import { useAct } from '../api/useAct';
import { type CohortBody, create } from '../dashboard/saved';
import { allOf, type Condition, formatNamed } from '../state/conditions';
import { useView } from '../state/useView';
import { toast } from '../ui/toast';

/** Keeps the people of the present list as a cohort, which can stand among the filters of any page. */
export function SaveCohort({ conditions }: { conditions: Condition[] }) {
  const { projectId, update } = useView();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const save = useAct({
    mutationFn: () => create<CohortBody>(projectId, 'cohort', name.trim(), { where: allOf(conditions) }),
    onSuccess: (cohort) => {
      update({ f: undefined, c: formatNamed({ title: cohort.name, where: { cohort: cohort.id } }) });
      toast('Saved as a cohort');
      setOpened(false);
      setName('');
    },
  });
  const problem =
    save.error && (save.error instanceof ApiError ? save.error.message : 'It could not be saved. Try again.');
  return (
    <Popover opened={opened} onDismiss={() => setOpened(false)} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" onClick={() => setOpened(!opened)}>
          Save as a cohort
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() && !save.isPending) save.mutate();
          }}
        >
          <TextInput
            label="Name"
            description="People with such a session, now or later"
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
            error={problem}
            data-autofocus
            mb={10}
          />
          <Button type="submit" disabled={!name.trim()} loading={save.isPending} fullWidth>
            Save
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
