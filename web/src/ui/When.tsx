import { Tooltip } from '@mantine/core';
import { exact, relative } from '../format/time';
import { useNow } from './useNow';

/** A moment, relative; the exact one in the viewer's zone on hover. */
export function When({ iso }: { iso: string }) {
  const now = useNow();
  const date = new Date(iso);
  return (
    <Tooltip label={exact(date)}>
      <time dateTime={iso}>{relative(date, now)}</time>
    </Tooltip>
  );
}
