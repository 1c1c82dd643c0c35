import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { post, remove } from '../api/client';
import { projectPath, queryClient, tokensQuery } from '../api/queries';
import type { ApiToken, CreatedToken } from '../api/types';
import { useAct } from '../api/useAct';
import { Failed } from '../ui/States';
import { toast } from '../ui/toast';
import { useSure } from '../ui/useSure';
import { When } from '../ui/When';
import { Key } from './NewProject';
import css from './Project.module.css';
import storage from './Storage.module.css';

/** Tokens that read the project and change nothing: each has a name, and is revoked by itself. */
export function TokensSection({ projectId }: { projectId: string }) {
  const { data, error, refetch } = useQuery(tokensQuery(projectId));
  if (error && !data)
    return <Failed what="The tokens could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <section className={css.section} aria-labelledby="tokens">
      <h2 className={css.heading} id="tokens">
        Read-only tokens
      </h2>
      <p className="muted">
        For people and programs that may see everything of this project and change nothing. They sign in with it, or
        send it to the API.
      </p>
      {data.tokens.length > 0 && (
        <div className={storage.wide}>
          <table className={storage.table}>
            <thead>
              <tr>
                <th>Name</th>
                <th>Created</th>
                <th aria-label="Revoke" />
              </tr>
            </thead>
            <tbody>
              {data.tokens.map((token) => (
                <tr key={token.tokenId}>
                  <td className={storage.name} title={token.name}>
                    {token.name}
                  </td>
                  <td>
                    <When iso={token.createdAt} />
                  </td>
                  <td className={storage.number}>
                    <Revoke projectId={projectId} token={token} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <NewToken projectId={projectId} />
    </section>
  );
}

function NewToken({ projectId }: { projectId: string }) {
  const [name, setName] = useState('');
  const create = useAct({
    mutationFn: () => post<CreatedToken>(`${projectPath(projectId)}/tokens`, { name: name.trim() }),
    onSuccess: () => {
      setName('');
      void queryClient.invalidateQueries({ queryKey: tokensQuery(projectId).queryKey });
    },
  });
  return (
    <form
      className={css.section}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() !== '') create.mutate();
      }}
    >
      {create.data && (
        <>
          <Key name="Token" value={create.data.token} />
          <p className="muted">The token is shown only here: keep it now.</p>
        </>
      )}
      <TextInput
        label="Name of a new token"
        description="Whose it is, or what it is for."
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        error={create.error?.message}
        maw={480}
        autoComplete="off"
      />
      <div className={css.actions}>
        <Button type="submit" variant="default" disabled={name.trim() === ''} loading={create.isPending}>
          Create token
        </Button>
      </div>
    </form>
  );
}

function Revoke({ projectId, token }: { projectId: string; token: ApiToken }) {
  const revoke = useAct({
    mutationFn: () => remove(`${projectPath(projectId)}/tokens/${token.tokenId}`),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: tokensQuery(projectId).queryKey });
      toast(`${token.name} is revoked`);
    },
    onError: (error) => toast(error.message),
  });
  const { asked, onClick, onBlur } = useSure(revoke.mutate);
  return (
    <Button
      variant="subtle"
      size="compact-xs"
      color={asked ? 'red' : 'gray'}
      onClick={onClick}
      onBlur={onBlur}
      loading={revoke.isPending}
      aria-label={asked ? undefined : `Revoke ${token.name}`}
    >
      {asked ? 'Its holder is signed out. Revoke?' : 'Revoke'}
    </Button>
  );
}
