import type { AnswerSession } from '../api/types';
import { countryName } from '../format/country';
import { full } from '../format/number';
import { position } from '../format/time';
import { personName } from '../sessions/personName';
import { sessionTarget } from '../state/target';
import { type DataColumn, DataTable } from '../ui/DataTable';
import { Icon } from '../ui/Icon';
import { When } from '../ui/When';
import css from './Ask.module.css';

interface Props {
  projectId: string;
  sessions: AnswerSession[];
  open: boolean;
  /** The sessions are the answer itself. */
  alone: boolean;
  /** How many there are in all, when these are only the first. */
  total: number | undefined;
}

/** The sessions behind an answer; each opens at the second that matters. */
export function SessionsBehind({ projectId, sessions, open, alone, total }: Props) {
  return (
    <details className={css.behind} open={open || alone}>
      <summary>
        {alone ? 'Open a session where it happened' : 'The sessions behind it'}
        <span>{howMany(sessions, alone ? total : undefined)}</span>
      </summary>
      <div className={css.behindRows}>
        <DataTable
          label="Sessions behind the answer"
          inline
          columns={COLUMNS}
          rows={sessions}
          target={(session) => sessionTarget(projectId, session.sessionId, session.timestamp)}
        />
      </div>
    </details>
  );
}

/** So many are looked for. */
const MOST = 50;

/** How many there are; where there may be more, which of them these are. */
export function howMany(sessions: Pick<AnswerSession, 'timestamp'>[], total: number | undefined): string {
  const shown = sessions.length;
  if (total !== undefined) return `${full(shown)} of ${full(total)}`;
  if (shown < MOST) return full(shown);
  const times = sessions.map(({ timestamp }) => Date.parse(timestamp));
  return times.every((time, i) => i === 0 || time <= (times[i - 1] ?? time)) ? 'the latest 50' : 'the first 50';
}

const COLUMNS: DataColumn<AnswerSession>[] = [
  {
    key: 'at',
    label: 'At',
    hint: 'Where in the session it happened',
    width: '84px',
    cell: (session) => (
      <span className={css.at}>
        <Icon name="play" size={10} /> {position(session.offsetMs)}
      </span>
    ),
  },
  { key: 'when', label: 'When', width: 'minmax(96px, 0.6fr)', cell: (session) => <When iso={session.timestamp} /> },
  { key: 'person', label: 'Visitor', width: 'minmax(120px, 1fr)', cell: (session) => personName(session).name },
  {
    key: 'place',
    label: 'Place',
    width: 'minmax(100px, 0.8fr)',
    cell: (session) => [session.city, session.country && countryName(session.country)].filter(Boolean).join(', '),
  },
  {
    key: 'device',
    label: 'Device',
    width: 'minmax(110px, 0.8fr)',
    cell: (session) => [session.browser, session.device].filter(Boolean).join(' · '),
  },
  { key: 'entry', label: 'Entry page', width: 'minmax(110px, 1fr)', cell: (session) => session.entryPage },
  {
    key: 'errors',
    label: 'Errors',
    right: true,
    width: '64px',
    cell: (session) => session.errorCount,
    tone: (session) => (session.errorCount > 0 ? 'error' : 'faint'),
  },
];
