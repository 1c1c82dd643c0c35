import type { Filter, Values } from '../api/types';
import { countryName } from '../format/country';

export interface Offer {
  /** What the value is: `user`, `city`. */
  what: string;
  shown: string;
  filter: Filter;
}

/** The fields that a search for words does not look at, and what their values are called. */
export const OFFERED = [
  { field: 'userId', what: 'user' },
  { field: 'country', what: 'country' },
  { field: 'region', what: 'region' },
  { field: 'city', what: 'city' },
] as const;

export type OfferedField = (typeof OFFERED)[number]['field'];

const MOST = 4;

/** People and places that are called as what was searched for: the filters it may have meant, exact names first. */
export function offersFor(words: string, found: Partial<Record<OfferedField, Values['values']>>): Offer[] {
  const wanted = words.trim().toLowerCase();
  const offers = OFFERED.flatMap(({ field, what }) =>
    (found[field] ?? []).flatMap(({ value }): Offer[] => {
      const text = String(value ?? '');
      const shown = field === 'country' ? countryName(text) : text;
      const matches = shown.toLowerCase().includes(wanted) || (field === 'country' && text.toLowerCase() === wanted);
      return text !== '' && matches ? [{ what, shown, filter: { field, op: 'eq', values: [text] } }] : [];
    }),
  );
  const exact = (offer: Offer) => (offer.shown.toLowerCase() === wanted ? 0 : 1);
  return offers.sort((a, b) => exact(a) - exact(b)).slice(0, MOST);
}
