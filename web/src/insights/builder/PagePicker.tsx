import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { valuesQuery } from '../../api/queries';
import { short } from '../../format/number';
import { readablePath } from '../../format/path';
import { spanOf } from '../../state/timeRange';
import { useView } from '../../state/useView';
import { type Pick, PickList } from '../../ui/PickList';
import { Picker } from './Picker';

interface Props {
  label: string;
  value: string | undefined;
  onChange: (page: string | undefined) => void;
  required?: boolean;
}

/** Which page. */
export function PagePicker({ label, value, onChange, required }: Props) {
  return (
    <Picker
      label={value ? `${label}: ${readablePath(value)}` : label}
      value={value && readablePath(value)}
      onRemove={value && !required ? () => onChange(undefined) : undefined}
      width={320}
    >
      {(close) => (
        <PageList
          onChoose={(page) => {
            onChange(page);
            close();
          }}
        />
      )}
    </Picker>
  );
}

function PageList({ onChoose }: { onChoose: (page: string) => void }) {
  const [query, setQuery] = useState('');
  const [q] = useDebouncedValue(query.trim(), 120);
  const pages = usePages(q);
  const picks: Pick[] = (pages.data?.values ?? [])
    .filter(({ value }) => value !== null && value !== '')
    .map(({ value, count }) => ({
      key: String(value),
      label: readablePath(String(value)),
      right: short(count),
      run: () => onChoose(String(value)),
    }));
  return (
    <PickList
      label="Page"
      placeholder="Find a page…"
      query={query}
      onQuery={setQuery}
      picks={picks}
      busy={pages.isFetching}
      empty="No such page in this time range"
    />
  );
}

/** The pages of the view's time range, the most visited first. */
export function usePages(q = '') {
  const { projectId, range } = useView();
  const span = useMemo(() => spanOf(range, new Date()), [range]);
  return useQuery(valuesQuery(projectId, 'page', q, span.from.toISOString(), span.to.toISOString()));
}
