import { useQuery } from '@tanstack/react-query';
import { ledgerCheckQuery } from '../api/queries';
import { full } from '../format/number';
import { Icon } from '../ui/Icon';
import css from './Ledger.module.css';

/** Whether everything that ever arrived is accounted for, and every event counted as stored is a row. */
export function Balance({ projectId }: { projectId: string }) {
  const { data: check } = useQuery(ledgerCheckQuery(projectId));
  if (!check) return <div className={css.balance} />;
  const underWay = check.received - check.explained;
  const gone = check.stored - check.rows;
  return (
    <div className={css.balance} data-balances={check.balances || undefined} role="status">
      <Icon name={check.balances ? 'check' : 'clock'} />
      <span>
        <b>{full(check.received)} received</b>, {full(check.explained)} accounted for, {full(check.stored)} stored,{' '}
        {full(check.rows)} rows in the tables, over all time. {check.balances && 'It balances.'}
        {underWay !== 0 && `${full(underWay)} are on their way. `}
        {gone > 0 &&
          `${full(gone)} rows were deleted since, are yet to be seen, or are one with another of the same event id.`}
        {gone < 0 && `${full(-gone)} rows came from elsewhere: another client, or sample data.`}
      </span>
    </div>
  );
}
