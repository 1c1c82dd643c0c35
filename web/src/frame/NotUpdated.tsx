import { useCallback, useSyncExternalStore } from 'react';
import { queryClient } from '../api/queries';
import { clock } from '../format/time';
import { Icon } from '../ui/Icon';
import { staleSince } from './staleSince';
import css from './TopBar.module.css';

const cache = queryClient.getQueryCache();

/** Says when what is on the screen is old because the server cannot be asked. */
export function NotUpdated() {
  const subscribe = useCallback((changed: () => void) => cache.subscribe(changed), []);
  const since = useSyncExternalStore(subscribe, () => staleSince(cache.getAll()));
  return (
    <span role="status">
      {since !== undefined && (
        <span className={css.notUpdated}>
          <Icon name="error" size={14} /> Not updated since {clock(new Date(since), true)}
        </span>
      )}
    </span>
  );
}
