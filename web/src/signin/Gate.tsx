import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { meQuery } from '../api/queries';
import { Failed } from '../ui/States';
import { SignIn } from './SignIn';

/** Lets through who is signed in; others see the sign-in form at the same address, and are back where they wanted to go after. */
export function Gate({ children }: { children: ReactNode }) {
  const me = useQuery(meQuery);
  if (me.error instanceof ApiError && me.error.status === 401) return <SignIn />;
  if (me.data) return children;
  if (me.error) return <Failed what="Claymore cannot be reached" error={me.error} onRetry={() => void me.refetch()} />;
  return null;
}
