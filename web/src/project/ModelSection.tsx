import { useQuery } from '@tanstack/react-query';
import { languageModelQuery } from '../api/queries';
import type { LanguageModel } from '../api/types';
import { full } from '../format/number';
import { Failed } from '../ui/States';
import { ModelForm } from './ModelForm';
import { PROVIDERS } from './modelFields';
import css from './Project.module.css';
import push from './Push.module.css';
import { Fact } from './PushState';

/** The language model that reads questions, if the project allows one. */
export function ModelSection({ projectId, editable }: { projectId: string; editable: boolean }) {
  const { data, error, refetch } = useQuery(languageModelQuery(projectId));
  if (error && !data)
    return <Failed what="The language model could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <section className={css.section} aria-labelledby="model">
      <h2 className={css.heading} id="model">
        Language model
      </h2>
      <p className="muted">
        Questions are answered without a model. If you allow one, it reads them as well: it is sent the question and
        names of this project, never rows, events or recordings. The built-in engine stays as the fallback and as a
        check.
      </p>
      <ModelState model={data} />
      <ModelForm
        key={JSON.stringify([data.settings, data.hasKey])}
        projectId={projectId}
        model={data}
        editable={editable}
      />
    </section>
  );
}

function ModelState({ model: { settings, hasKey, usedToday } }: { model: LanguageModel }) {
  if (!settings) return null;
  const tokens = full(usedToday.inputTokens + usedToday.outputTokens);
  const own = PROVIDERS.find(({ value }) => value === settings.provider)?.baseUrl;
  return (
    <div className={push.state}>
      <p className={push.phase}>{settings.enabled ? 'Questions are read by a model' : 'Off: nothing is sent'}</p>
      <dl className={push.facts}>
        <Fact name="Model">{settings.model}</Fact>
        <Fact name="At">{settings.baseUrl || own}</Fact>
        <Fact name="Key">{hasKey ? 'Set for this project' : 'None'}</Fact>
        <Fact name="Calls today">{full(usedToday.calls)}</Fact>
        <Fact name="Tokens today">
          {settings.tokensPerDay > 0 ? `${tokens} of ${full(settings.tokensPerDay)}` : tokens}
        </Fact>
      </dl>
    </div>
  );
}
