import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { post } from '../api/client';
import { queryClient } from '../api/queries';
import type { CreatedProject } from '../api/types';
import { useAct } from '../api/useAct';
import { CopyButton } from '../ui/CopyButton';
import css from './Project.module.css';
import { toProjectId } from './projectId';

/** Creates a project and shows its keys, the secret one for the only time. */
export function NewProject() {
  const [name, setName] = useState('');
  const [typedId, setTypedId] = useState<string>();
  const projectId = typedId ?? toProjectId(name);
  const create = useAct({
    mutationFn: () => post<CreatedProject>('/api/projects', { projectId, name: name.trim() }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['me'] }),
  });
  if (create.data) return <Created project={create.data} />;
  const valid = /^[a-z0-9][a-z0-9_-]{0,62}$/.test(projectId) && name.trim() !== '';
  return (
    <div className={css.center}>
      <form
        className={css.narrow}
        onSubmit={(event) => {
          event.preventDefault();
          if (valid) create.mutate();
        }}
      >
        <h1 className={css.title}>New project</h1>
        <p className="muted">One site or application, with its own keys.</p>
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          placeholder="My shop"
          data-autofocus
          autoFocus
        />
        <TextInput
          label="Id"
          description="Used in URLs and in SQL. It cannot be changed later."
          value={projectId}
          onChange={(event) => setTypedId(event.currentTarget.value)}
          classNames={{ input: 'mono' }}
          error={
            projectId !== '' && !valid && name.trim() !== ''
              ? 'Lower-case letters, digits, - and _; at most 63'
              : undefined
          }
        />
        {create.error && (
          <p className={css.problem} role="alert">
            {create.error.message}
          </p>
        )}
        <Button type="submit" size="sm" disabled={!valid} loading={create.isPending}>
          Create the project
        </Button>
      </form>
    </div>
  );
}

function Created({ project }: { project: CreatedProject }) {
  return (
    <div className={css.center}>
      <div className={css.narrow}>
        <h1 className={css.title}>{project.name} is ready</h1>
        <Key name="Write key" value={project.writeKey} />
        <Key name="Secret key" value={project.secretKey} />
        <p className="muted">
          The write key is public and goes into your site. The secret key is for your backends and for the API of this
          project; it is shown only here, so keep it now.
        </p>
        <Button component={Link} to={`/p/${project.projectId}/install`} size="sm">
          Install on your site
        </Button>
      </div>
    </div>
  );
}

export function Key({ name, value }: { name: string; value: string }) {
  return (
    <div className={css.key}>
      <span className="muted">{name}</span>
      <code className="mono" title={value}>
        {value}
      </code>
      <CopyButton text={value} />
    </div>
  );
}
