import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deletionsQuery } from '../api/queries';
import type { Deletion } from '../api/types';
import { full } from '../format/number';
import { Failed } from '../ui/States';
import { When } from '../ui/When';
import { STEPS, SUBJECTS } from './deletions';
import css from './Storage.module.css';

const SHOWN = 10;

/** Sessions and people that were deleted for good, and how far that is. */
export function DeletionsSection({ projectId }: { projectId: string }) {
  const { data, error, refetch } = useQuery(deletionsQuery(projectId));
  const [all, setAll] = useState(false);
  if (error && !data)
    return <Failed what="The deletions could not be loaded" error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const { deletions } = data;
  return (
    <section className={css.section} aria-labelledby="deletions">
      <h2 className={css.heading} id="deletions">
        Deletions
      </h2>
      <p className="muted">
        {deletions.length > 0
          ? 'Sessions and people that were deleted for good. Who a person was is not kept.'
          : 'Nothing was deleted. A session is deleted on its page, a person’s data on the page of the person.'}
      </p>
      {deletions.length > 0 && <DeletionTable deletions={all ? deletions : deletions.slice(0, SHOWN)} />}
      {!all && deletions.length > SHOWN && (
        <div className={css.actions}>
          <Button variant="default" onClick={() => setAll(true)}>
            Show all {full(deletions.length)}
          </Button>
        </div>
      )}
    </section>
  );
}

function DeletionTable({ deletions }: { deletions: Deletion[] }) {
  return (
    <div className={css.wide}>
      <table className={css.table}>
        <thead>
          <tr>
            <th>What</th>
            <th className={css.number}>Sessions</th>
            <th className={css.number}>Rows</th>
            <th>Requested</th>
            <th>State</th>
            <th>Erased</th>
          </tr>
        </thead>
        <tbody>
          {deletions.map((deletion) => {
            const step = STEPS.find(({ state }) => state === deletion.state);
            return (
              <tr key={deletion.deletionId}>
                <td>{SUBJECTS[deletion.subject]}</td>
                <td className={css.number}>{full(deletion.sessions)}</td>
                <td className={css.number}>{full(deletion.rows)}</td>
                <td>
                  <When iso={deletion.requestedAt} />
                </td>
                <td title={step?.means}>{step?.name ?? deletion.state}</td>
                <td>{deletion.erasedAt && <When iso={deletion.erasedAt} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
