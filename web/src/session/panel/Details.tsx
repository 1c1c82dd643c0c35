import type { SessionDetail } from '../../api/types';
import { countryName } from '../../format/country';
import { full, money } from '../../format/number';
import { readablePath } from '../../format/path';
import { duration, exact } from '../../format/time';
import { PlaceCredit } from '../../ui/PlaceCredit';
import { eventProperties } from '../model';
import { Field } from './EventDetail';
import css from './Panel.module.css';

/** What is known of the session as a whole. */
export function Details({ detail }: { detail: SessionDetail }) {
  const { session, windows } = detail;
  // The ids of scripts are of errors, and stand with them.
  const { debugId: _, ...told } = { ...session.tags, ...detail.tags };
  const own = eventProperties(detail.events);
  const tags = Object.entries(told)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, value]): [string, string] => [key, [value].flat().join(', then ')]);
  const groups: [string, [string, string, boolean?][]][] = [
    [
      'Session',
      [
        ['id', session.sessionId, true],
        ['started', exact(new Date(session.createdAt))],
        ['duration', duration(session.durationMs)],
        ['entry page', readablePath(session.entryPage)],
        ['exit page', readablePath(session.exitPage)],
        ['referrer', session.referrer],
        ['campaign', [session.utmSource, session.utmMedium, session.utmCampaign].filter(Boolean).join(' / ')],
        ['events', full(session.eventCount)],
        ['cart', money(session.cartValue)],
        ['recorded', windows.map((window) => `${full(window.eventCount)} events`).join(', ')],
      ],
    ],
    [
      'Person',
      [
        ['user', session.userId, true],
        ['anonymous id', session.anonymousId, true],
        [
          'place',
          [session.city, session.region, session.country && countryName(session.country)].filter(Boolean).join(', '),
        ],
        ['language', session.locale],
      ],
    ],
    [
      'Device',
      [
        ['device', session.device],
        ['browser', `${session.browser} ${session.browserVersion}`.trim()],
        ['system', session.os],
        ['release', session.release, true],
        ['environment', session.environment],
      ],
    ],
    ['Tags', tags.filter(([key]) => !own.has(key))],
    ['Event properties', tags.filter(([key]) => own.has(key))],
  ];
  return (
    <div className={css.scroller}>
      {groups.map(([title, fields]) => {
        const set = fields.filter(([, value]) => value !== '');
        if (set.length === 0) return null;
        return (
          <section key={title}>
            <h3 className={css.group}>{title}</h3>
            <dl className={css.fields}>
              {set.map(([name, value, mono]) => (
                <Field key={name} name={name} value={value} mono={mono} />
              ))}
            </dl>
          </section>
        );
      })}
      <PlaceCredit className={css.credit} />
    </div>
  );
}
