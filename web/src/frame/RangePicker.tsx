import { Button, Menu, TextInput } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useState } from 'react';
import { hasRange } from '../dashboard/tileSearch';
import { rangeLabel } from '../format/range';
import { toLocalInput } from '../format/time';
import { PRESETS, spanOf, viewerZone } from '../state/timeRange';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import css from './TopBar.module.css';

export function RangePicker() {
  const { range, search, setPreset, setSpan } = useView();
  const { pathname } = useLocation();
  const [opened, setOpened] = useState(false);
  // The tiles of a dashboard keep the range they were saved with until one is chosen for all.
  const own = pathname.endsWith('/dashboards') && !hasRange(search);
  const label = own ? 'As saved' : rangeLabel(range);
  return (
    <Menu opened={opened} onChange={setOpened} closeOnItemClick>
      <Menu.Target>
        <button type="button" className={css.control} aria-label={`Time range: ${label}`}>
          <Icon name="clock" size={14} />
          {label}
          <Icon name="chevronDown" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {PRESETS.map((option) => (
          <Menu.Item
            key={option.key}
            onClick={() => setPreset(option.key)}
            rightSection={
              !own && range.kind !== 'fixed' && range.key === option.key ? <Icon name="check" size={14} /> : undefined
            }
          >
            {option.label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <CustomRange
          key={label}
          initial={spanOf(range, new Date())}
          onApply={(from, to) => {
            setSpan({ from, to });
            setOpened(false);
          }}
        />
      </Menu.Dropdown>
    </Menu>
  );
}

function CustomRange({
  initial,
  onApply,
}: {
  initial: { from: Date; to: Date };
  onApply: (from: Date, to: Date) => void;
}) {
  const [from, setFrom] = useState(() => toLocalInput(initial.from));
  const [to, setTo] = useState(() => toLocalInput(initial.to));
  const valid = from !== '' && to !== '' && new Date(from) < new Date(to);
  return (
    <form
      className={css.custom}
      // The menu moves the focus with the arrow keys and by letters; the fields need both.
      onKeyDown={(event) => event.key !== 'Escape' && event.stopPropagation()}
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onApply(new Date(from), new Date(to));
      }}
    >
      <TextInput
        type="datetime-local"
        label="From"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label="To"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={valid ? undefined : 'Must be later than the start'}
        description={`Your time zone: ${viewerZone()}`}
      />
      <Button type="submit" disabled={!valid}>
        Show
      </Button>
    </form>
  );
}
