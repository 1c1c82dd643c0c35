import { Button, Switch, Textarea, TextInput } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { patch } from '../api/client';
import { projectPath, projectQuery, queryClient } from '../api/queries';
import type { Project, ProjectChange } from '../api/types';
import { useAct } from '../api/useAct';
import { toast } from '../ui/toast';
import css from './Project.module.css';
import { fromPercent, toPercent } from './rates';

export function SettingsForm({ project, editable }: { project: Project; editable: boolean }) {
  const [name, setName] = useState(project.name);
  const [origins, setOrigins] = useState(project.allowedOrigins.join('\n'));
  const [settings, setSettings] = useState(project.settings);
  const [rates, setRates] = useState({
    sampleRate: toPercent(settings.sampleRate),
    replaySampleRate: toPercent(settings.replaySampleRate),
  });
  const wanted: ProjectChange = {
    name: name.trim(),
    allowedOrigins: lines(origins),
    settings: {
      ...settings,
      sampleRate: fromPercent(rates.sampleRate) ?? settings.sampleRate,
      replaySampleRate: fromPercent(rates.replaySampleRate) ?? settings.replaySampleRate,
    },
  };
  const unsaved =
    JSON.stringify(wanted) !==
    JSON.stringify({ name: project.name, allowedOrigins: project.allowedOrigins, settings: project.settings });
  const save = useAct({
    mutationFn: () => patch<Project>(projectPath(project.projectId), wanted),
    onSuccess: (saved) => {
      queryClient.setQueryData(projectQuery(project.projectId).queryKey, saved);
      void queryClient.invalidateQueries({ queryKey: ['me'] });
      toast('Settings saved');
    },
  });
  const rate = (key: keyof typeof rates) => ({
    value: rates[key],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setRates({ ...rates, [key]: event.currentTarget.value }),
    type: 'number',
    min: 0,
    max: 100,
    step: 'any',
    required: true,
    withAsterisk: false,
    w: 180,
  });
  useBlocker({
    shouldBlockFn: () => unsaved && !window.confirm('The settings are not saved. Discard the changes?'),
    enableBeforeUnload: unsaved,
  });
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
          label="Name"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          withAsterisk={false}
        />
        <Textarea
          label="Allowed origins"
          description="One per line, as https://shop.example or https://*.example.com. If empty, any site may send with the write key."
          value={origins}
          onChange={(event) => setOrigins(event.currentTarget.value)}
          rows={Math.max(3, origins.split('\n').length)}
          classNames={{ input: 'mono' }}
          spellCheck={false}
        />
        <TextInput label="Session sampling, %" description="Of all sessions." {...rate('sampleRate')} />
        <TextInput
          label="Recording sampling, %"
          description="Of the sessions that are kept."
          {...rate('replaySampleRate')}
        />
        <Switch
          size="xs"
          label="Mask all text"
          description="Recordings show where text is, but mask its characters."
          checked={settings.maskAllText}
          onChange={(event) => setSettings({ ...settings, maskAllText: event.currentTarget.checked })}
        />
        <Switch
          size="xs"
          label="Mask all inputs"
          description="Passwords, cards and codes are masked in any case."
          checked={settings.maskAllInputs}
          onChange={(event) => setSettings({ ...settings, maskAllInputs: event.currentTarget.checked })}
        />
      </fieldset>
      <div className={css.actions}>
        <Button type="submit" disabled={!editable || name.trim() === ''} loading={save.isPending}>
          Save
        </Button>
        {!editable && <span className="muted">Only the admin token may change these.</span>}
        {save.error && (
          <span className={css.problem} role="alert">
            {save.error.message}
          </span>
        )}
      </div>
    </form>
  );
}

function lines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
