import { Button, Menu } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { ApiError, postExact } from '../api/client';
import { projectPath } from '../api/queries';
import type { SqlResult } from '../api/types';
import { recall, remember } from '../state/remembered';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import { Keys } from '../ui/Keys';
import { Editor } from './Editor';
import { EXAMPLES } from './examples';
import { addPast } from './history';
import { PastMenu } from './PastMenu';
import { parametersOf, parseValues } from './parameters';
import { markOf } from './problem';
import css from './Sql.module.css';
import { SqlAnswer } from './SqlAnswer';
import { TableList } from './TableList';
import { tablesQuery } from './tables';

/** Longer statements do not go into the address: servers and proxies cut it. */
const LONGEST_LINK = 3_000;

interface Run {
  sql: string;
  values: Record<string, string>;
  count: number;
}

export function SqlPage() {
  const { projectId, search, update } = useView();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => search.q ?? recall(`sql.draft.${projectId}`) ?? EXAMPLES[1]?.sql ?? '');
  const [values, setValues] = useState(() => parseValues(search.v));
  const [run, setRun] = useState<Run | undefined>(() =>
    search.q ? { sql: search.q, values: parseValues(search.v), count: 0 } : undefined,
  );
  const [tablesShown, setTablesShown] = useState(() => recall('sql.tables') !== 'hidden' && innerWidth > 900);
  const { data: tables = [] } = useQuery(tablesQuery(projectId));
  const parameters = useMemo(() => parametersOf(draft), [draft]);
  const asked = useRef(search.q);

  const result = useQuery({
    queryKey: ['sql', projectId, run],
    queryFn: async ({ signal }) => {
      if (!run) throw new Error('nothing to run');
      const wanted = new Set(parametersOf(run.sql).map((parameter) => parameter.name));
      const bound = Object.fromEntries(Object.entries(run.values).filter(([name]) => wanted.has(name)));
      const answer = await postExact<SqlResult>(
        `${projectPath(projectId)}/sql`,
        { sql: run.sql, parameters: bound },
        signal,
      );
      addPast(projectId, { sql: run.sql, at: Date.now(), rows: answer.rows.length, ms: answer.stats.elapsedMs });
      return answer;
    },
    enabled: run !== undefined,
    placeholderData: (previous) => previous,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });

  useEffect(() => remember(`sql.draft.${projectId}`, draft), [projectId, draft]);
  // Back and forward in the browser bring the statement of that address.
  useEffect(() => {
    if (search.q === asked.current || search.q === undefined) return;
    asked.current = search.q;
    setDraft(search.q);
    setValues(parseValues(search.v));
    setRun((before) => ({ sql: search.q ?? '', values: parseValues(search.v), count: (before?.count ?? 0) + 1 }));
  }, [search.q, search.v]);

  const start = useCallback(
    (sql: string, given: Record<string, string>) => {
      if (sql.trim() === '') return;
      const known = new Set(parametersOf(sql).map((parameter) => parameter.name));
      const pairs = Object.entries(given).filter(([name]) => known.has(name));
      const link = encodeURIComponent(sql).length <= LONGEST_LINK ? sql : undefined;
      asked.current = link;
      setRun((before) => ({ sql, values: given, count: (before?.count ?? 0) + 1 }));
      update({ q: link, v: pairs.length > 0 ? pairs.map(([name, value]) => `${name}=${value}`) : undefined });
    },
    [update],
  );
  const take = (sql: string) => {
    setDraft(sql);
    if (parametersOf(sql).every(({ name }) => values[name])) start(sql, values);
  };
  const stop = () => void queries.cancelQueries({ queryKey: ['sql', projectId, run] });
  const missing = parameters.filter(({ name }) => !values[name]);
  const refused = result.error instanceof ApiError && run?.sql === draft ? result.error : undefined;
  const mark = useMemo(() => markOf(refused, draft), [refused, draft]);

  return (
    <div className={css.page} data-tables={tablesShown || undefined}>
      <header className={css.head}>
        <h1 className={css.title}>SQL</h1>
        <Menu position="bottom-start" width={380}>
          <Menu.Target>
            <button type="button" className={css.button}>
              Examples <Icon name="chevronDown" size={12} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {EXAMPLES.map((example) => (
              <Menu.Item key={example.title} onClick={() => take(example.sql)}>
                {example.title}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <PastMenu projectId={projectId} onTake={take} />
        <span className={css.space} />
        <button
          type="button"
          className={css.button}
          aria-pressed={tablesShown}
          onClick={() => {
            setTablesShown(!tablesShown);
            remember('sql.tables', tablesShown ? 'hidden' : 'shown');
          }}
        >
          <Icon name="table" size={14} /> <span className={css.word}>Tables</span>
        </button>
      </header>
      <div className={css.editor}>
        <Editor value={draft} onChange={setDraft} onRun={() => start(draft, values)} tables={tables} mark={mark} />
      </div>
      <div className={css.bar}>
        {result.isFetching ? (
          <Button variant="default" onClick={stop} miw={104}>
            Stop
          </Button>
        ) : (
          <Button
            onClick={() => start(draft, values)}
            disabled={draft.trim() === '' || missing.length > 0}
            rightSection={<Keys keys="mod+Enter" />}
            miw={104}
          >
            Run
          </Button>
        )}
        {parameters.map(({ name, type }) => (
          <label key={name} className={css.parameter}>
            <span>
              {name} <span className="mono muted">{type}</span>
            </span>
            <input
              value={values[name] ?? ''}
              onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
              onKeyDown={(event) => event.key === 'Enter' && start(draft, values)}
              placeholder="value"
            />
          </label>
        ))}
        {missing.length > 0 && (
          <span className="muted">Give a value for {missing.map(({ name }) => name).join(', ')}</span>
        )}
      </div>
      <SqlAnswer projectId={projectId} asked={run !== undefined} result={result} />
      {tablesShown && (
        <TableList
          tables={tables}
          onTake={(text) =>
            setDraft((before) => `${before}${before.endsWith('\n') || before === '' ? '' : '\n'}${text}`)
          }
        />
      )}
    </div>
  );
}
