import { createContext, useContext } from 'react';
import type { ViewSearch } from './search';

/** Within a tile of a dashboard: the analysis, and the state of the saved view in place of the address bar's. */
export const TileContext = createContext<{ insight: string; search: ViewSearch } | undefined>(undefined);

/** Whether what is shown is a tile: the main part of an analysis, without its builder. */
export function useTile(): boolean {
  return useContext(TileContext) !== undefined;
}
