import { useEffect } from 'react';
import { Failed } from '../ui/States';

/** What browsers and the bundler say of a part of the UI that they could not fetch. */
const UNFETCHED = /dynamically imported module|importing a module script|error loading|preload css/i;

/** In place of a page that could not be loaded or shown; the menu stays. It comes back by itself when the connection does. */
export function PageFailed({ error }: { error: unknown }) {
  const unfetched = error instanceof Error && UNFETCHED.test(error.message);
  useEffect(() => {
    if (!unfetched) return;
    const reload = () => window.location.reload();
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [unfetched]);
  return (
    <Failed
      what={unfetched ? 'This page could not be loaded' : 'This page could not be shown'}
      error={unfetched ? new Error('The connection was lost, or the server has been updated.') : error}
      onRetry={() => window.location.reload()}
    />
  );
}
