import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { put, remove } from '../api/client';
import { projectPath, pushQuery, queryClient } from '../api/queries';
import type { Filter, Push, PushChange } from '../api/types';
import { useAct } from '../api/useAct';
import { toast } from '../ui/toast';
import { parseHeaders } from './headers';
import css from './Project.module.css';
import { PushFilters } from './PushFilters';

export function PushForm({ projectId, push, editable }: { projectId: string; push: Push; editable: boolean }) {
  const [endpoint, setEndpoint] = useState(push.endpoint ?? '');
  const [headers, setHeaders] = useState('');
  const [enabled, setEnabled] = useState(push.enabled ?? true);
  const [replay, setReplay] = useState(push.replay ?? false);
  const [filters, setFilters] = useState<Filter[]>(push.filters ?? []);
  const path = `${projectPath(projectId)}/push`;
  const save = useAct({
    mutationFn: async () => {
      const change: PushChange = {
        enabled,
        endpoint: endpoint.trim(),
        filters,
        replay,
        idleSeconds: push.idleSeconds ?? 1_800,
        ...(headers.trim() !== '' && { headers: parseHeaders(headers) }),
      };
      return put<Push>(path, change);
    },
    onSuccess: (saved) => {
      queryClient.setQueryData(pushQuery(projectId).queryKey, saved);
      setEndpoint(saved.endpoint ?? '');
      setHeaders('');
      toast('Export saved');
    },
  });
  const stop = useAct({
    mutationFn: () => remove(path),
    onSuccess: () => {
      setEndpoint('');
      setHeaders('');
      setFilters([]);
      void queryClient.invalidateQueries({ queryKey: ['push', projectId] });
      toast('Export removed');
    },
  });
  const problem = save.error ?? stop.error;
  const kept = push.headers ?? [];
  return (
    <form
      className={css.section}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <fieldset className={css.form} disabled={!editable}>
        <TextInput
          label="Endpoint"
          description="OTLP over HTTP. If the address has no path, /v1/logs is appended."
          placeholder="https://collector.example:4318"
          value={endpoint}
          onChange={(event) => setEndpoint(event.currentTarget.value)}
          classNames={{ input: 'mono' }}
          spellCheck={false}
        />
        <Textarea
          label="Headers"
          description={
            kept.length > 0
              ? `${kept.join(', ')} kept, encrypted and never shown. What you enter here replaces them.`
              : 'One per line, as Authorization: Bearer …. They are kept encrypted and never shown again.'
          }
          value={headers}
          onChange={(event) => setHeaders(event.currentTarget.value)}
          rows={2}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          autoComplete="off"
        />
        <PushFilters projectId={projectId} filters={filters} onChange={setFilters} />
        <Switch
          size="xs"
          label="Include recordings"
          description="A record for each recorded change of the page. Without them, each session names the address of its replay."
          checked={replay}
          onChange={(event) => setReplay(event.currentTarget.checked)}
        />
        <Switch size="xs" label="On" checked={enabled} onChange={(event) => setEnabled(event.currentTarget.checked)} />
      </fieldset>
      <div className={css.actions}>
        <Button type="submit" disabled={!editable || endpoint.trim() === ''} loading={save.isPending}>
          Save
        </Button>
        {push.endpoint && editable && (
          <Button variant="default" onClick={() => stop.mutate()} loading={stop.isPending}>
            Remove
          </Button>
        )}
        {problem && (
          <span className={css.problem} role="alert">
            {problem.message}
          </span>
        )}
      </div>
    </form>
  );
}
