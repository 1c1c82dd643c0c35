import { Button, Modal, TextInput } from '@mantine/core';
import { useState } from 'react';
import { queryClient } from '../../api/queries';
import type { Deletion } from '../../api/types';
import { useAct } from '../../api/useAct';
import { useReadOnly } from '../../api/useReadOnly';
import { full } from '../../format/number';
import { deletePerson } from '../../project/deletions';
import css from './Deletion.module.css';

interface Props {
  projectId: string;
  person: string;
  /** As far as they are known. */
  sessions?: number;
  onDeleted: (deletions: Deletion[]) => void;
}

/** Deletes all of a person for good, once their id was typed. */
export function DeletePerson(props: Props) {
  const [opened, setOpened] = useState(false);
  const [busy, setBusy] = useState(false);
  const readOnly = useReadOnly();
  const close = () => !busy && setOpened(false);
  return (
    <>
      <Button
        variant="default"
        color="red"
        onClick={() => setOpened(true)}
        disabled={readOnly !== undefined}
        title={readOnly}
      >
        Delete person’s data…
      </Button>
      <Modal opened={opened} onClose={close} title="Delete a person’s data">
        <Sure {...props} onBusy={setBusy} onClose={close} />
      </Modal>
    </>
  );
}

interface SureProps extends Props {
  onBusy: (busy: boolean) => void;
  onClose: () => void;
}

function Sure({ projectId, person, sessions, onDeleted, onBusy, onClose }: SureProps) {
  const [typed, setTyped] = useState('');
  const erase = useAct({
    mutationFn: () => deletePerson(projectId, person),
    onMutate: () => onBusy(true),
    onSuccess: (deletions) => {
      // What was asked before has the person in it; nothing of it is on this page any more.
      const ofProject = { predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.includes(projectId) };
      void queryClient.invalidateQueries({ ...ofProject, refetchType: 'none' });
      onDeleted(deletions);
    },
    onSettled: () => onBusy(false),
  });
  return (
    <form
      className={css.sure}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === person) erase.mutate();
      }}
    >
      <section>
        <h3 className={css.heading}>What goes</h3>
        <p>
          Every session in which <b className={css.person}>{person}</b> was seen, as a whole
          {sessions ? ` (${full(sessions)} known)` : ''}, whatever the time range: events, recordings, tags, and the
          traces and logs that belong to it, on the disk and on S3. Events of it that arrive within two days are deleted
          as well. This cannot be undone.
        </p>
      </section>
      <section>
        <h3 className={css.heading}>What stays</h3>
        <ul className={css.list}>
          <li>Sessions in which the id was not seen, such as those before a sign-in: they are people of their own.</li>
          <li>Counts without a person: the ledger, and the numbers of each day.</li>
          <li>What was written into saved questions, dashboards and cohorts.</li>
          <li>Batches that the database had refused, and your backups.</li>
        </ul>
        <p>A new session of the same person is new data.</p>
      </section>
      <TextInput
        label={`Type ${person} to delete`}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        classNames={{ input: 'mono', label: css.person }}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
      />
      {erase.error && (
        <p className={css.problem} role="alert">
          {erase.error.message}
        </p>
      )}
      <div className={css.actions}>
        <Button type="submit" color="red" disabled={typed !== person} loading={erase.isPending}>
          Delete for good
        </Button>
        <Button variant="default" onClick={onClose} disabled={erase.isPending}>
          Keep it
        </Button>
      </div>
    </form>
  );
}
