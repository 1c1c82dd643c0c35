import { Button, Popover, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../api/client';
import type { InsightKey } from '../insights/names';
import { stringifySearch } from '../state/search';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { toast } from '../ui/toast';
import css from './Dashboard.module.css';
import { changeTiles, create, type DashboardBody, dashboardsQuery, type InsightBody } from './saved';

/** Keeps the analysis as it stands, on a dashboard. */
export function SaveButton({ insight, label }: { insight: InsightKey; label: string }) {
  const { projectId, search } = useView();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onDismiss={() => setOpened(false)} position="bottom-end" width={280} trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<Icon name="save" size={13} />} onClick={() => setOpened(!opened)}>
          Save
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={12}>
        {opened && (
          <SaveForm
            projectId={projectId}
            label={label}
            body={{ insight, search: stringifySearch({ ...search, id: undefined }) }}
            onDone={() => setOpened(false)}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

interface FormProps {
  projectId: string;
  label: string;
  body: InsightBody;
  onDone: () => void;
}

function SaveForm({ projectId, label, body, onDone }: FormProps) {
  const { data: dashboards = [] } = useQuery(dashboardsQuery(projectId));
  const [name, setName] = useState(label);
  const [chosen, setChosen] = useState<string>();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const target = chosen ?? dashboards[0]?.id ?? '';
  const save = async () => {
    setBusy(true);
    try {
      const insight = await create(projectId, 'insight', name.trim(), body);
      const dashboard = dashboards.find(({ id }) => id === target);
      if (dashboard) await changeTiles(projectId, dashboard.id, (tiles) => [...tiles, { id: insight.id }]);
      else await create<DashboardBody>(projectId, 'dashboard', 'Main', { tiles: [{ id: insight.id }] });
      toast('Saved to the dashboard');
      onDone();
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : 'It could not be saved. Try again.');
      setBusy(false);
    }
  };
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) void save();
      }}
    >
      <TextInput
        label="Name"
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.currentTarget.value)}
        error={problem || undefined}
        data-autofocus
      />
      <label className={css.field}>
        <span>Dashboard</span>
        <select value={target} onChange={(event) => setChosen(event.currentTarget.value)}>
          {dashboards.map((dashboard) => (
            <option key={dashboard.id} value={dashboard.id}>
              {dashboard.name}
            </option>
          ))}
          {dashboards.length === 0 && <option value="">New: “Main”</option>}
        </select>
      </label>
      <Button type="submit" loading={busy} disabled={!name.trim()}>
        Save
      </Button>
    </form>
  );
}
