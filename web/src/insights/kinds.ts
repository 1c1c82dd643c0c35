import { type ComponentType, lazy } from 'react';
import type { IconName } from '../ui/Icon';
import type { Ask } from './useAnswer';

export interface Kind {
  key: string;
  label: string;
  about: string;
  icon: IconName;
  page: ComponentType<{ ask: Ask }>;
}

/** The analyses, in the order of the menu. Each loads on its own. */
export const KINDS: Kind[] = [
  {
    key: 'trends',
    label: 'Trends',
    about: 'Any number over time, by anything',
    icon: 'insights',
    page: lazy(async () => ({ default: (await import('./trends/Trends')).Trends })),
  },
];
