import { queryOptions, useQuery } from '@tanstack/react-query';
import { post } from '../api/client';
import { projectPath } from '../api/queries';
import type { OriginalFrame, OriginalStack } from '../api/types';
import css from './StackTrace.module.css';

const tracedQuery = (projectId: string, stack: string, message: string, release: string, debugIds: string[]) =>
  queryOptions({
    queryKey: ['stack', projectId, release, debugIds, stack, message],
    queryFn: ({ signal }) =>
      post<OriginalStack>(`${projectPath(projectId)}/stacks`, { stack, message, release, debugIds }, signal),
    staleTime: 60_000,
  });

export type StackOf = {
  projectId: string;
  stack: string;
  message: string;
  release: string;
  debugId?: string | string[];
};

/** The ids in an event's tag: with blanks between them, as the SDK sends them, or several values. */
export const debugIdsOf = (tag: string | string[] = []): string[] =>
  [tag].flat().flatMap((ids) => ids.split(' ').filter((id) => id !== ''));

/** The stack of an error: in the words of the sources where their maps were uploaded, else as the browser wrote it. */
export function StackTrace({ projectId, stack, message, release, debugId }: StackOf) {
  const traced = useQuery(tracedQuery(projectId, stack, message, release, debugIdsOf(debugId)));
  if (!traced.data?.mapped) return <pre className={css.raw}>{stack}</pre>;
  const first = traced.data.frames.findIndex((frame) => frame.original);
  return (
    <ol className={css.frames}>
      {traced.data.frames.map((frame, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stack does not change
        <li key={index}>
          <Frame frame={frame} open={index === first} />
        </li>
      ))}
    </ol>
  );
}

function placeOf({ function: name, url, line, column }: OriginalFrame): string {
  if (line) return `${url}:${line}:${column}`;
  return name.startsWith('Caused by: ') ? '' : 'the browser';
}

function Frame({ frame, open }: { frame: OriginalFrame; open: boolean }) {
  const { original, context, contextFrom } = frame;
  if (!original) {
    return (
      <div className={css.foreign}>
        <span>{frame.function || '(anonymous)'}</span>
        <span className={css.place}>{placeOf(frame)}</span>
      </div>
    );
  }
  const head = (
    <>
      <span className={css.function}>{original.function || '(anonymous)'}</span>
      <span className={css.place} title={`${frame.function} ${frame.url}:${frame.line}:${frame.column}`}>
        {original.source}:{original.line}:{original.column}
      </span>
    </>
  );
  if (context.length === 0) return <div className={css.own}>{head}</div>;
  return (
    <details className={css.own} open={open}>
      <summary>{head}</summary>
      <pre className={css.context}>
        {context
          .map((line, index) => ({ line: line || ' ', number: contextFrom + index }))
          .map(({ line, number }) => (
            <span key={number} className={number === original.line ? css.failed : undefined} data-line={number}>
              {line}
            </span>
          ))}
      </pre>
    </details>
  );
}
