import { useEffect } from 'react';
import { claymore, type Options } from './index';

export * from './index';

/** Starts Claymore once the component is on the page; further calls change nothing. Answers the public functions. */
export function useClaymore(options: Options): typeof claymore {
  useEffect(() => claymore.init(options), []);
  return claymore;
}

/** For `componentDidCatch` and `onCaughtError`: reports an error that a boundary has caught. */
export const reportCaught = (error: unknown, info?: { componentStack?: string | null }): void =>
  claymore.captureError(error, { componentStack: info && info.componentStack });
