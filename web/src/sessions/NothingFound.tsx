import { Button } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { valuesQuery } from '../api/queries';
import { addFilters, formatFilter } from '../state/filters';
import { spanOf } from '../state/timeRange';
import { useView } from '../state/useView';
import { Empty } from '../ui/States';
import css from './Sessions.module.css';
import { OFFERED, offersFor } from './searchOffers';

/** No session has the words: what was searched for and where, and the person or place that may have been meant. */
export function NothingFound({ words }: { words: string }) {
  const { projectId, range, filters, search, update } = useView();
  const span = useMemo(() => spanOf(range, new Date()), [range]);
  const [from, to] = [span.from.toISOString(), span.to.toISOString()];
  const values = useQueries({
    // Countries are stored as codes and looked for by name, which the server does not know.
    queries: OFFERED.map(({ field }) => valuesQuery(projectId, field, field === 'country' ? '' : words, from, to)),
  });
  const found = Object.fromEntries(OFFERED.map(({ field }, index) => [field, values[index]?.data?.values]));
  const offers = offersFor(words, found);
  const narrowed = filters.length > 0 || search.c !== undefined;
  return (
    <Empty
      icon="search"
      title={`No session contains “${words}”`}
      action={
        <div className={css.offers}>
          {offers.map(({ what, shown, filter }) => (
            <Button
              key={formatFilter(filter)}
              onClick={() => update({ q: undefined, f: addFilters(filters, [filter]).map(formatFilter) })}
            >
              Sessions of the {what} {shown}
            </Button>
          ))}
          <Button variant="default" onClick={() => update({ q: undefined })}>
            Clear the search
          </Button>
          {narrowed && (
            <Button variant="default" onClick={() => update({ f: undefined, c: undefined })}>
              Search without the filters
            </Button>
          )}
        </div>
      }
    >
      Every word is looked for in pages, titles, errors, elements, their texts and the console, in this time range
      {narrowed ? ' and with these filters' : ''}. People and places are found with a filter.
    </Empty>
  );
}
