import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { queryClient } from '../api/queries';
import css from './SignIn.module.css';
import { signIn, tokenFailure } from './token';

export function SignIn() {
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(tokenFailure);

  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await signIn(token);
      await queryClient.resetQueries();
    } catch (cause) {
      setError(cause instanceof Error ? cause.message : String(cause));
    } finally {
      setBusy(false);
    }
  };

  return (
    <main className={css.page}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <img src="/icon.svg" width={32} height={32} alt="" />
        <h1 className={css.title}>Sign in to Claymore</h1>
        <TextInput
          label="Token"
          description="The admin token, a project's secret key, or a token that reads a project."
          type="password"
          autoComplete="current-password"
          size="sm"
          value={token}
          onChange={(event) => setToken(event.currentTarget.value)}
          error={error}
          data-autofocus
          autoFocus
          required
          withAsterisk={false}
        />
        <Button type="submit" size="sm" loading={busy} disabled={token.trim() === ''} fullWidth>
          Sign in
        </Button>
        <p className={css.hint}>
          The server prints a link that signs you in when it starts. The admin token is also in the file{' '}
          <code className="mono">admin-token</code> of its data directory.
        </p>
      </form>
    </main>
  );
}
