import type { Push } from '../api/types';
import { full } from '../format/number';
import { duration } from '../format/time';
import { When } from '../ui/When';
import css from './Push.module.css';

const PHASES: Record<NonNullable<Push['status']>['phase'], string> = {
  off: 'Off',
  starting: 'Starting',
  sending: 'Sending',
  idle: 'Everything is delivered',
  waiting: 'Waiting to retry',
  blocked: 'Blocked: see the error',
};

export function PushState({ push }: { push: Push }) {
  const { status, delivered } = push;
  if (!status) return null;
  return (
    <div className={css.state} data-phase={status.phase}>
      <p className={css.phase}>{PHASES[status.phase]}</p>
      <dl className={css.facts}>
        <Fact name="Sessions delivered">{full(delivered?.sessions ?? 0)}</Fact>
        <Fact name="Records">{full(delivered?.records ?? 0)}</Fact>
        {(delivered?.refused ?? 0) > 0 && <Fact name="Refused">{full(delivered?.refused ?? 0)}</Fact>}
        <Fact name="Waiting">{full(status.waitingSessions ?? 0)}</Fact>
        {(status.lagSeconds ?? 0) > 0 && <Fact name="Behind by">{duration((status.lagSeconds ?? 0) * 1_000)}</Fact>}
        {status.lastAcceptedAt && (
          <Fact name="Last taken">
            <When iso={status.lastAcceptedAt} />
          </Fact>
        )}
      </dl>
      {status.lastError && (
        <p className={css.error}>
          <When iso={status.lastError.at} />: {status.lastError.message}
        </p>
      )}
    </div>
  );
}

export function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
