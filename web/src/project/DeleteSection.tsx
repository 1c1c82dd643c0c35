import { Button, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { remove } from '../api/client';
import { meQuery, projectPath, queryClient } from '../api/queries';
import { useAct } from '../api/useAct';
import { toast } from '../ui/toast';
import css from './Project.module.css';

/** Deletes the project for good, once its id was typed. */
export function DeleteSection({ projectId }: { projectId: string }) {
  const [asked, setAsked] = useState(false);
  const [typed, setTyped] = useState('');
  const navigate = useNavigate();
  const deletion = useAct({
    mutationFn: () => remove(projectPath(projectId)),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey });
      toast(`The project ${projectId} is deleted`);
      void navigate({ to: '/' });
    },
  });
  return (
    <section className={css.section}>
      <h2 className={css.heading}>Delete the project</h2>
      <p className="muted">
        Everything stored for it is deleted, on disk and on S3: events, recordings, traces, logs, metrics, dashboards,
        cohorts. Its keys stop working at once. This cannot be undone, and its id can be used again two days later.
      </p>
      {!asked && (
        <div className={css.actions}>
          <Button variant="default" onClick={() => setAsked(true)}>
            Delete this project
          </Button>
        </div>
      )}
      {asked && (
        <form
          className={css.section}
          onSubmit={(event) => {
            event.preventDefault();
            if (typed === projectId) deletion.mutate();
          }}
        >
          <TextInput
            label={`Type ${projectId} to delete it`}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            classNames={{ input: 'mono' }}
            maw={320}
            autoComplete="off"
            data-autofocus
            autoFocus
          />
          {deletion.error && (
            <p className={css.problem} role="alert">
              {deletion.error.message}
            </p>
          )}
          <div className={css.actions}>
            <Button type="submit" color="red" disabled={typed !== projectId} loading={deletion.isPending}>
              Delete for good
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              Keep it
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
