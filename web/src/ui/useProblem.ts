import { useRef } from 'react';

/** Why there is nothing to show, also while it is asked for again: a query without data forgets its error as soon as the next try begins. */
export function useProblem({ data, error }: { data: unknown; error: Error | null }): Error | null {
  const kept = useRef<Error>(null);
  if (data !== undefined) kept.current = null;
  else if (error) kept.current = error;
  return kept.current;
}
