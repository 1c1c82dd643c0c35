import { Skeleton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ApiError } from '../api/client';
import { withUnit } from '../format/number';
import { workDone } from '../format/work';
import { CopyMenu } from '../result/CopyMenu';
import { CopyButton } from '../ui/CopyButton';
import { Icon } from '../ui/Icon';
import { Sql } from '../ui/Sql';
import { Failed } from '../ui/States';
import { AnswerView } from './AnswerView';
import css from './Ask.module.css';
import { editedQuery, type Partial } from './askQuestion';
import { ChipList } from './ChipList';
import { QueryEditor } from './QueryEditor';
import { SessionsBehind } from './SessionsBehind';

interface Props {
  projectId: string;
  question: string;
  answer: Partial | undefined;
  error: unknown;
  busy: boolean;
  last: boolean;
  onChange: (question: string) => void;
  onRetry: () => void;
}

/** One question and what came of it, in the order in which it comes. */
export function Turn({ projectId, question, answer, error, busy, last, onChange, onRetry }: Props) {
  const status = answer?.status;
  const understanding = answer?.understanding;
  const heading = editedQuery(question) ? (understanding?.title ?? 'An edited query') : question;
  return (
    <article className={css.turn} aria-label={heading} aria-busy={busy}>
      <h2 className={css.question}>{heading}</h2>
      {error ? (
        error instanceof ApiError && error.status === 422 ? (
          <p className={css.refusal}>
            {error.message} <span className="muted mono">{error.code}</span>
          </p>
        ) : (
          <Failed what="The question could not be answered" error={error} onRetry={onRetry} />
        )
      ) : null}
      {understanding && <ChipList question={question} chips={understanding.chips} onChange={onChange} />}
      {answer?.assumptions && answer.assumptions.length > 0 && (
        <ul className={css.assumptions}>
          {answer.assumptions.map((assumption) => (
            <li key={assumption}>{assumption}</li>
          ))}
        </ul>
      )}
      {status === 'ambiguous' && (
        <div className={css.back}>
          <p>{answer?.text}</p>
          <div className={css.follow}>
            {answer?.choices?.map((choice) => (
              <button
                key={choice.question}
                type="button"
                className={css.suggestion}
                title={choice.question}
                onClick={() => onChange(choice.question)}
              >
                {choice.label}
              </button>
            ))}
          </div>
        </div>
      )}
      {status === 'unsupported' && (
        <div className={css.back}>
          <p>{answer?.reason ?? answer?.text}</p>
          {answer?.words && answer.words.length > 0 && (
            <p className="muted">Not understood: {answer.words.map((word) => `“${word}”`).join(', ')}</p>
          )}
          {answer?.nearest && (
            <button type="button" className={css.suggestion} onClick={() => onChange(answer.nearest ?? '')}>
              <Icon name="ask" size={13} /> {answer.nearest}
            </button>
          )}
        </div>
      )}
      {status === 'answered' && answer?.text && <p className={css.sentence}>{answer.text}</p>}
      {busy && !answer?.rows && !error && status !== 'ambiguous' && status !== 'unsupported' && <Waiting />}
      {answer?.columns && answer.rows && (
        <AnswerView
          projectId={projectId}
          understanding={understanding}
          columns={answer.columns}
          rows={answer.rows}
          chart={answer.chart}
          total={answer.total}
          busy={busy}
        />
      )}
      {answer?.sessions && answer.sessions.length > 0 && (
        <SessionsBehind
          projectId={projectId}
          sessions={answer.sessions}
          open={last}
          alone={answer.chart?.type === 'sessions'}
          total={answer.total}
        />
      )}
      {understanding?.query && !busy && (
        <QueryEditor
          key={JSON.stringify(understanding.query)}
          query={understanding.query}
          busy={busy}
          onAsk={onChange}
        />
      )}
      {answer?.sql && (
        <details className={css.proof}>
          <summary>
            SQL
            {answer.stats && (
              <span title={workDone(answer.stats).title}>
                {workDone(answer.stats).text}
                {answer.stats.totalMs !== undefined && ` of ${withUnit(answer.stats.totalMs, 'ms')} in all`}
              </span>
            )}
            {answer.engine && <span>{answer.engine === 'built-in' ? 'built-in engine' : answer.engine}</span>}
          </summary>
          <Sql text={answer.sql} />
          <div className={css.proofActions}>
            <CopyButton text={answer.sql} variant="subtle" />
            <Link
              to="/p/$projectId/sql"
              params={{ projectId }}
              search={{ q: answer.sql }}
              className={css.suggestion}
              preload={false}
            >
              Open in the SQL console
            </Link>
            {answer.columns && answer.rows && (
              <CopyMenu name="answer" columns={answer.columns.map((column) => column.name)} rows={answer.rows} />
            )}
          </div>
        </details>
      )}
      {answer?.model?.agrees === false && (
        <p className={css.assumptions}>
          The built-in engine reads the question differently
          {answer.model.otherReading ? `: ${answer.model.otherReading}` : ''}.
        </p>
      )}
    </article>
  );
}

function Waiting() {
  return (
    <div className={css.waiting} role="status" aria-label="Looking for the answer">
      <Skeleton height={14} width="56%" />
      <Skeleton height={120} />
    </div>
  );
}
