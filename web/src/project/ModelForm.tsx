import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { type ChangeEvent, useState } from 'react';
import { put, remove } from '../api/client';
import { languageModelQuery, projectPath, queryClient } from '../api/queries';
import type { LanguageModel, ModelChange, ModelSettings } from '../api/types';
import { useAct } from '../api/useAct';
import { Icon } from '../ui/Icon';
import { toast } from '../ui/toast';
import { useSure } from '../ui/useSure';
import { type Field, LABELS, PROVIDERS, refusal, sameReceiver } from './modelFields';
import css from './Project.module.css';

const DEFAULTS: ModelSettings = {
  enabled: true,
  provider: 'openai',
  baseUrl: '',
  model: '',
  stream: false,
  shareValues: false,
  timeoutSeconds: 30,
  tokensPerDay: 500_000,
};

interface Props {
  projectId: string;
  model: LanguageModel;
  editable: boolean;
}

export function ModelForm({ projectId, model, editable }: Props) {
  const [wanted, setWanted] = useState(model.settings ?? DEFAULTS);
  const [limits, setLimits] = useState({
    timeoutSeconds: String(wanted.timeoutSeconds),
    tokensPerDay: String(wanted.tokensPerDay),
  });
  const [key, setKey] = useState('');
  const [withoutKey, setWithoutKey] = useState(false);
  const path = `${projectPath(projectId)}/model`;
  const receiver = { ...wanted, baseUrl: wanted.baseUrl.trim() };
  const keeps = model.hasKey === true && sameReceiver(model.settings ?? DEFAULTS, receiver);
  const save = useAct({
    mutationFn: () => {
      const change: ModelChange = {
        ...receiver,
        model: wanted.model.trim(),
        timeoutSeconds: numberOf(limits.timeoutSeconds) ?? DEFAULTS.timeoutSeconds,
        tokensPerDay: numberOf(limits.tokensPerDay) ?? DEFAULTS.tokensPerDay,
        ...(key.trim() !== '' && { key: key.trim() }),
        ...(keeps && withoutKey && { key: '' }),
      };
      return put<LanguageModel>(path, change);
    },
    onSuccess: (saved) => {
      setKey('');
      queryClient.setQueryData(languageModelQuery(projectId).queryKey, saved);
      toast('Model saved');
    },
  });
  const stop = useAct({
    mutationFn: () => remove(path),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: languageModelQuery(projectId).queryKey });
      toast('Model and key removed');
    },
  });
  const sure = useSure(stop.mutate);
  const refused = refusal(save.error);
  const errorOf = (field: Field) => (refused?.field === field ? refused.message : undefined);
  const text = (field: 'baseUrl' | 'model') => ({
    label: LABELS[field],
    value: wanted[field],
    onChange: (event: ChangeEvent<HTMLInputElement>) => setWanted({ ...wanted, [field]: event.currentTarget.value }),
    error: errorOf(field),
    classNames: { input: 'mono' },
    spellCheck: false,
  });
  const limit = (field: keyof typeof limits) => ({
    label: LABELS[field],
    value: limits[field],
    onChange: (event: ChangeEvent<HTMLInputElement>) => setLimits({ ...limits, [field]: event.currentTarget.value }),
    error: errorOf(field),
    type: 'number',
    step: 'any',
    w: 220,
  });
  const flag = (field: 'enabled' | 'stream' | 'shareValues') => ({
    size: 'xs',
    checked: wanted[field],
    onChange: (event: ChangeEvent<HTMLInputElement>) => setWanted({ ...wanted, [field]: event.currentTarget.checked }),
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
        <NativeSelect
          size="xs"
          label={LABELS.provider}
          data={PROVIDERS.map(({ value, label }) => ({ value, label }))}
          value={wanted.provider}
          onChange={(event) =>
            setWanted({ ...wanted, provider: event.currentTarget.value as ModelSettings['provider'] })
          }
          error={errorOf('provider')}
          rightSection={<Icon name="chevronDown" size={12} />}
        />
        <TextInput
          {...text('baseUrl')}
          description="If empty, the provider’s own. A model on your own machines may be at http://127.0.0.1:11434/v1."
          placeholder={PROVIDERS.find(({ value }) => value === wanted.provider)?.baseUrl}
        />
        <TextInput {...text('model')} description="As the provider names it." />
        <TextInput
          label={LABELS.key}
          description={aboutKey(model.hasKey === true, keeps)}
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          error={errorOf('key')}
          type="password"
          autoComplete="new-password"
          classNames={{ input: 'mono' }}
        />
        {keeps && key.trim() === '' && (
          <Switch
            size="xs"
            label="Forget the key"
            description="For a model that needs none."
            checked={withoutKey}
            onChange={(event) => setWithoutKey(event.currentTarget.checked)}
          />
        )}
        <TextInput
          {...limit('timeoutSeconds')}
          description="All attempts together; then the built-in engine answers."
        />
        <TextInput {...limit('tokensPerDay')} description="Of a day in UTC. 0: unlimited." />
        <Switch
          {...flag('shareValues')}
          label="Share values that may belong to a person"
          description="Ids of people and sessions, error messages, titles, addresses, tags of many values. Otherwise they are left out."
        />
        <Switch
          {...flag('stream')}
          label="Ask for answers as a stream"
          description="Some gateways need it for long answers."
        />
        <Switch {...flag('enabled')} label="On" description="Off: settings and key stay, nothing is sent." />
      </fieldset>
      <div className={css.actions}>
        <Button type="submit" disabled={!editable || wanted.model.trim() === ''} loading={save.isPending}>
          Save
        </Button>
        {model.settings && editable && (
          <Button
            variant="default"
            color={sure.asked ? 'red' : undefined}
            onClick={sure.onClick}
            onBlur={sure.onBlur}
            loading={stop.isPending}
          >
            {sure.asked ? 'Remove the model and its key?' : 'Remove'}
          </Button>
        )}
        {!editable && <span className="muted">Only the admin token may change these.</span>}
        {((refused && !refused.field) || stop.error) && (
          <span className={css.problem} role="alert">
            {stop.error?.message ?? refused?.message}
          </span>
        )}
      </div>
    </form>
  );
}

function aboutKey(has: boolean, keeps: boolean): string {
  if (keeps) return 'One is set, encrypted and never shown. What you enter here replaces it.';
  if (has) return 'The one that is set is for the receiver before, and is forgotten: enter the key again.';
  return 'It is kept encrypted and never shown again. Some models on your own machines need none.';
}

function numberOf(typed: string): number | undefined {
  return typed.trim() === '' ? undefined : Number(typed);
}
