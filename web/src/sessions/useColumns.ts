import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import type { Column } from './columns';

/** Widths from which on the columns that drop out at 1, 2, 3, 4 are shown. */
const SHOWN_FROM = { 1: 1152, 2: 952, 3: 792, 4: 612 } as const;

/** The columns that fit into the element, and the grid template they make. */
export function useColumns(element: RefObject<HTMLElement | null>, all: Column[]) {
  const [width, setWidth] = useState(() => window.innerWidth);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(() => setWidth(target.clientWidth));
    observer.observe(target);
    setWidth(target.clientWidth);
    return () => observer.disconnect();
  }, [element]);
  const shown = all.map((column) => !column.drop || width >= SHOWN_FROM[column.drop]).join();
  return useMemo(() => {
    const flags = shown.split(',');
    const columns = all.filter((_, index) => flags[index] === 'true');
    return { columns, template: columns.map((column) => column.width).join(' ') };
  }, [all, shown]);
}
