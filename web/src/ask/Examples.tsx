import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { valuesQuery } from '../api/queries';
import { countryName } from '../format/country';
import { useView } from '../state/useView';
import { Icon } from '../ui/Icon';
import css from './Ask.module.css';

const DAYS_30 = 30 * 86_400_000;

/** Questions that this project's own pages, events and visitors can answer. */
export function Examples({ onAsk }: { onAsk: (question: string) => void }) {
  const { projectId } = useView();
  const span = useMemo(() => {
    const now = Date.now();
    return [new Date(now - DAYS_30).toISOString(), new Date(now).toISOString()] as const;
  }, []);
  const events = useQuery(valuesQuery(projectId, 'customEvent', '', ...span));
  const pages = useQuery(valuesQuery(projectId, 'page', '', ...span));
  const countries = useQuery(valuesQuery(projectId, 'country', '', ...span));
  const first = (found: typeof events, at = 0) => found.data?.values.filter(({ value }) => value)[at]?.value;
  const event = first(events);
  const page = first(pages, 1) ?? first(pages);
  const country = first(countries);
  const questions = [
    'How many sessions did we have yesterday?',
    'Which pages had the most errors in the last 7 days?',
    event
      ? `How many people did ${event} per day in the last 2 weeks?`
      : 'How many visitors came per day in the last 2 weeks?',
    country ? `Sessions from ${countryName(String(country))} with a rage click` : 'Sessions with a rage click',
    page ? `Where do people go after ${page}?` : 'What are the top entry pages this month?',
    'What is the bounce rate on mobile compared with desktop?',
  ];
  return (
    <ul className={css.examples}>
      {questions.map((question) => (
        <li key={question}>
          <button type="button" className={css.example} onClick={() => onAsk(question)}>
            <Icon name="ask" size={14} />
            {question}
          </button>
        </li>
      ))}
    </ul>
  );
}
