import { useQuery } from '@tanstack/react-query';
import { meQuery } from './queries';

/** Why whoever is signed in may change nothing; undefined when they may. */
export function useReadOnly(): string | undefined {
  const { data: me } = useQuery(meQuery);
  return me?.role === 'viewer' ? 'The token that you signed in with may only read' : undefined;
}
