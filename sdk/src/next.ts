'use client';
import { useEffect } from 'react';
import { claymore, type Options } from './index';

export * from './index';

/** Put it into the root layout: `<Claymore writeKey="wk_…" endpoint="https://…" />`. Renders nothing, on the server does nothing. */
export function Claymore({ writeKey, ...options }: Omit<Options, 'key'> & { writeKey: string }): null {
  useEffect(() => claymore.init({ ...options, key: writeKey }), []);
  return null;
}
