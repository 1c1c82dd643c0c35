import { Tooltip } from '@mantine/core';
import { full, short } from '../format/number';

/** A number, shortened; the exact one on hover when they differ. */
export function Num({ value }: { value: number }) {
  const text = short(value);
  if (full(value) === text) return <span>{text}</span>;
  return (
    <Tooltip label={full(value)}>
      <span>{text}</span>
    </Tooltip>
  );
}
