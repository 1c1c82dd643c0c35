import { Button, Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import { put } from '../api/client';
import { queryClient } from '../api/queries';
import type { RetentionRule, StoragePolicy } from '../api/types';
import { useAct } from '../api/useAct';
import { toast } from '../ui/toast';
import { GB, KIND_NAMES, type Kind, type Rules, removals } from './removals';
import css from './Storage.module.css';

type Step = NonNullable<StoragePolicy['whenOver']>[number];
type Days = RetentionRule['deleteAfterDays'];

const STEPS: { step: Step; label: string }[] = [
  { step: 'move_to_s3', label: 'Move the oldest weeks to S3' },
  { step: 'drop_recordings', label: 'Drop the oldest recordings, starred sessions last' },
  { step: 'drop_telemetry', label: 'Drop the oldest traces, logs and metrics' },
  { step: 'drop_events', label: 'Drop the oldest events and sessions' },
];

/** Days and budget of one project (with what holds of it) or of all. An empty field is what holds for all, or never. */
export function PolicyForm({
  title,
  path,
  policy,
  holds,
  s3,
  editable,
}: {
  title: string;
  path: string;
  policy: StoragePolicy;
  holds?: Rules;
  s3: boolean;
  editable: boolean;
}) {
  const [rules, setRules] = useState(policy.rules ?? {});
  const [budget, setBudget] = useState(policy.budgetBytes ? String(policy.budgetBytes / GB) : '');
  const [steps, setSteps] = useState<Step[]>(policy.whenOver ?? []);
  const budgetBytes = Math.round(Number(budget || 0) * GB);
  const wanted: StoragePolicy = { rules, budgetBytes, whenOver: budgetBytes > 0 ? steps : [] };
  const removed = removals(policy, wanted, holds);
  // What was agreed to; another change is asked for anew.
  const [asked, setAsked] = useState('');
  const sure = removed.length === 0 || asked === removed.join();
  const save = useAct({
    mutationFn: () => put<StoragePolicy>(path, wanted),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['storage'] });
      toast('Saved. Data moves and goes by whole weeks, in the background');
    },
  });
  const field = (kind: Kind, which: keyof RetentionRule, label: string) => (
    <TextInput
      aria-label={`${KIND_NAMES[kind]}: ${label}`}
      value={asText(rules[kind]?.[which])}
      placeholder={asText(holds?.[kind]?.[which] ?? 'never')}
      onChange={(event) =>
        setRules({ ...rules, [kind]: { ...rules[kind], [which]: asDays(event.currentTarget.value) } })
      }
      size="xs"
      w={92}
      inputMode="numeric"
      pattern="[0-9]{1,5}|never"
      title="A number of days, or never"
    />
  );
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (sure) save.mutate();
        else setAsked(removed.join());
      }}
    >
      <fieldset className={css.fields} disabled={!editable}>
        <legend className={css.legend}>{title}</legend>
        <table className={css.rules}>
          <thead>
            <tr>
              <th>Days</th>
              {s3 && <th>until S3</th>}
              <th>until deletion</th>
            </tr>
          </thead>
          <tbody>
            {(Object.keys(KIND_NAMES) as Kind[]).map((kind) => (
              <tr key={kind}>
                <td>{KIND_NAMES[kind]}</td>
                {s3 && <td>{field(kind, 's3AfterDays', 'days until S3')}</td>}
                <td>{field(kind, 'deleteAfterDays', 'days until deletion')}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <TextInput
          label={holds ? 'Budget of this project, GB' : 'Budget on the local disk, GB'}
          description="Empty: no limit."
          value={budget}
          onChange={(event) => setBudget(event.currentTarget.value)}
          type="number"
          min={0}
          step="any"
          w={220}
        />
        {Number(budget) > 0 && (
          <div className={css.steps}>
            <span className="muted">When it is exceeded, in this order (with nothing selected, it is only shown):</span>
            {STEPS.filter(({ step }) => step !== 'move_to_s3' || (s3 && !holds)).map(({ step, label }) => (
              <Switch
                key={step}
                size="xs"
                label={label}
                checked={steps.includes(step)}
                onChange={(event) => {
                  const on = event.currentTarget.checked;
                  setSteps(
                    STEPS.map((known) => known.step).filter((known) => (known === step ? on : steps.includes(known))),
                  );
                }}
              />
            ))}
          </div>
        )}
        {editable && (
          <div className={css.actions}>
            <Button
              type="submit"
              size="xs"
              loading={save.isPending}
              // The second half of a double click is no answer.
              onClick={(event) => event.detail > 1 && event.preventDefault()}
            >
              {removed.length > 0 && sure ? 'Save and delete for good?' : 'Save'}
            </Button>
            {removed.length > 0 && (
              <span className={sure ? css.problem : 'muted'} role={sure ? 'alert' : undefined}>
                Deletes {removed.join(', ')}.
              </span>
            )}
            {save.error && (
              <span className={css.problem} role="alert">
                {save.error.message}
              </span>
            )}
          </div>
        )}
      </fieldset>
    </form>
  );
}

function asText(days: Days | undefined): string {
  return days === null || days === undefined ? '' : String(days);
}

/** What is no number stays as it was typed, for the field's pattern to refuse. */
function asDays(text: string): Days {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^[0-9]{1,5}$/.test(trimmed) ? Number(trimmed) : (trimmed as Days);
}
