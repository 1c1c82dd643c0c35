import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { get } from '../../api/client';
import { projectPath } from '../../api/queries';
import type { Story as StoryOf } from '../../api/types';
import { position } from '../../format/time';
import { Icon, type IconName } from '../../ui/Icon';
import { Failed } from '../../ui/States';
import type { Bounds } from '../model';
import css from './Story.module.css';

interface Props {
  projectId: string;
  sessionId: string;
  bounds: Bounds;
  at: number;
  live: boolean;
  onSeek: (at: number) => void;
}

const LINES = [0, 1, 2, 3, 4, 5, 6];

/** The session told: what the visitor wanted, what got in the way, how it ended; every moment jumps there. */
export function Story({ projectId, sessionId, bounds, at, live, onSeek }: Props) {
  const story = useQuery({
    queryKey: ['story', projectId, sessionId],
    queryFn: ({ signal }) =>
      get<StoryOf>(`${projectPath(projectId)}/sessions/${encodeURIComponent(sessionId)}/story`, {}, signal),
    refetchInterval: live ? 10_000 : false,
  });
  if (story.error && !story.data)
    return <Failed what="The story could not be loaded" error={story.error} onRetry={() => void story.refetch()} />;
  if (!story.data)
    return (
      <div className={css.waiting}>
        {LINES.map((line) => (
          <Skeleton key={line} height={10} width={`${92 - ((line * 29) % 40)}%`} />
        ))}
      </div>
    );
  const { summary, goal, outcome, friction, moments } = story.data;
  return (
    <div className={css.scroller}>
      <p className={css.summary}>{summary}</p>
      <dl className={css.fields}>
        <dt>Goal</dt>
        <dd>{goal}</dd>
        <dt>Outcome</dt>
        <dd>{outcome}</dd>
        {friction.length > 0 && (
          <>
            <dt>In the way</dt>
            <dd>
              <ul className={css.friction}>
                {friction.map((one) => (
                  <li key={one}>{one}</li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
      <ol className={css.moments}>
        {moments.map((moment) => {
          const when = Date.parse(moment.timestamp);
          return (
            <li key={`${moment.timestamp} ${moment.text}`}>
              <button
                type="button"
                className={css.moment}
                data-kind={MOMENT_TONES[moment.kind]}
                data-past={when <= at ? 'yes' : 'no'}
                onClick={() => onSeek(when)}
              >
                <span className={css.time}>{position(when - bounds.from)}</span>
                <Icon name={MOMENT_ICONS[moment.kind]} size={14} />
                <span>{moment.text}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </div>
  );
}

type MomentKind = StoryOf['moments'][number]['kind'];

const MOMENT_ICONS: Record<MomentKind, IconName> = {
  start: 'enter',
  page: 'page',
  custom: 'custom',
  identify: 'person',
  error: 'error',
  request: 'request',
  friction: 'rage',
  idle: 'clock',
  end: 'signOut',
};

const MOMENT_TONES: Partial<Record<MomentKind, string>> = {
  page: 'page',
  error: 'error',
  request: 'error',
  friction: 'rage',
};
