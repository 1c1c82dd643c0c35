import { Button } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { Answer } from '../api/types';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import css from './Ask.module.css';
import { Composer } from './Composer';
import { Examples } from './Examples';
import { Turn } from './Turn';
import { useThread } from './useThread';

const NONE: string[] = [];

/** A question in words, its answer with its proof, and what one asks next. */
export function AskPage() {
  const { projectId, search, update } = useView();
  const questions = useMemo(() => search.ask ?? NONE, [search.ask]);
  const answers = useThread(projectId, questions);
  const last = useRef<HTMLDivElement>(null);
  const count = questions.length;

  useEffect(() => {
    if (count > 1) last.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  }, [count]);

  const ask = (question: string) => update({ ask: [...questions, question] });
  const change = (index: number, question: string) => update({ ask: [...questions.slice(0, index), question] });
  const goesOn = canGoOn(answers.at(-1)?.data);
  const busy = answers.some((answer) => answer.isFetching);

  return (
    <div className={css.page} data-empty={count === 0 || undefined}>
      <header className={css.head}>
        <h1 className={css.title}>Ask</h1>
        {count > 0 && (
          <Button
            variant="subtle"
            color="gray"
            leftSection={<Icon name="plus" size={13} />}
            onClick={() => update({ ask: undefined })}
          >
            New question
          </Button>
        )}
      </header>
      {count === 0 && (
        <p className={css.intro}>Ask about your site in plain words. Every answer shows how it was worked out.</p>
      )}
      <div className={css.turns}>
        {questions.map((question, index) => {
          const answer = answers[index];
          return (
            <div key={questions.slice(0, index + 1).join('\n')} ref={index === count - 1 ? last : undefined}>
              <Turn
                projectId={projectId}
                question={question}
                answer={answer?.data}
                error={answer?.error}
                busy={answer?.isFetching ?? false}
                last={index === count - 1}
                onChange={(next) => change(index, next)}
                onRetry={() => void answer?.refetch()}
              />
            </div>
          );
        })}
      </div>
      <div className={css.foot}>
        <Composer
          key={count}
          placeholder={
            count === 0 ? 'How many people bought something last week?' : 'And then? For example: only mobile'
          }
          busy={busy}
          onAsk={ask}
        />
        {count === 0 ? (
          <Examples onAsk={ask} />
        ) : (
          goesOn && <FollowUps shape={answers.at(-1)?.data?.understanding?.shape} busy={busy} onAsk={ask} />
        )}
      </div>
    </div>
  );
}

/** Whether a next question can build on this answer: the built-in engine needs a query to change, and why people leave has none. */
function canGoOn(answer: Partial<Answer> | undefined): boolean {
  return answer?.status === 'answered' && (answer.engine !== 'built-in' || answer.understanding?.query !== undefined);
}

type Shape = NonNullable<Answer['understanding']>['shape'];

/** What can be said next of an answer of this form. */
function followUps(shape: Shape | undefined): string[] {
  switch (shape) {
    case 'sessions':
      return ['Only mobile', 'And the week before?', 'With an error', 'By country', 'Per day'];
    case 'breakdown':
    case 'ranking':
      return ['Only mobile', 'And the week before?', 'Top 20 instead', 'Show me the sessions'];
    case 'trend':
      return ['Only mobile', 'Per week instead', 'By country', 'Show me the sessions'];
    case 'paths':
    case 'retention':
      return ['Only mobile', 'And the month before?'];
    case 'number':
      return ['Only mobile', 'And the week before?', 'By country', 'Per day', 'Show me the sessions'];
    default:
      return ['Only mobile', 'And the week before?', 'By country', 'Show me the sessions'];
  }
}

function FollowUps({
  shape,
  busy,
  onAsk,
}: {
  shape: Shape | undefined;
  busy: boolean;
  onAsk: (question: string) => void;
}) {
  return (
    <div className={css.follow}>
      {followUps(shape).map((question) => (
        <button key={question} type="button" className={css.suggestion} disabled={busy} onClick={() => onAsk(question)}>
          {question}
        </button>
      ))}
    </div>
  );
}
