import { useQuery } from '@tanstack/react-query';
import { projectStorageQuery, storageQuery } from '../api/queries';
import type { StorageDrop, StorageForecast, StorageKind } from '../api/types';
import { bytes, full, short } from '../format/number';
import { Failed } from '../ui/States';
import { When } from '../ui/When';
import { PolicyForm } from './PolicyForm';
import { KIND_NAMES } from './removals';
import css from './Storage.module.css';

/** Where the bytes of a project are, how long they stay; for the admin the same of everything. */
export function StorageSection({ projectId, admin }: { projectId: string; admin: boolean }) {
  const project = useQuery(projectStorageQuery(projectId));
  const everything = useQuery({ ...storageQuery, enabled: admin });
  if (project.error)
    return <Failed what="Storage could not be measured" error={project.error} onRetry={() => void project.refetch()} />;
  const use = project.data;
  const all = everything.data;
  if (!use) return <section className={css.waiting} aria-busy="true" />;
  const largest = Math.max(1, ...use.kinds.map(total));
  return (
    <section className={css.section} aria-labelledby="storage">
      <h2 className={css.heading} id="storage">
        Storage
      </h2>
      <p className={css.line}>
        This project has stored <strong>{bytes(use.bytes)}</strong>, by share of rows and of recorded bytes.{' '}
        <Left forecast={use.forecast} />
      </p>
      <table className={css.table}>
        <thead>
          <tr>
            <th>What</th>
            <th className={css.number}>Rows</th>
            <th className={css.number}>Disk</th>
            {use.s3 && <th className={css.number}>S3</th>}
            <th aria-label="Share" />
            <th>From</th>
          </tr>
        </thead>
        <tbody>
          {use.kinds.map((kind) => (
            <tr key={kind.kind}>
              <td>{KIND_NAMES[kind.kind]}</td>
              <td className={css.number} title={full(kind.rows)}>
                {short(kind.rows)}
              </td>
              <td className={css.number} title={`${full(kind.localBytes)} bytes`}>
                {bytes(kind.localBytes)}
              </td>
              {use.s3 && (
                <td className={css.number} title={`${full(kind.s3Bytes)} bytes`}>
                  {bytes(kind.s3Bytes)}
                </td>
              )}
              <td className={css.share}>
                <span style={{ width: `${(100 * total(kind)) / largest}%` }} />
              </td>
              <td className="muted">{weekOf(kind.oldestWeek)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <PolicyForm
        key={JSON.stringify(use.policy)}
        title="How long this project’s data stays"
        path={`/api/projects/${encodeURIComponent(projectId)}/storage/policy`}
        policy={use.policy}
        holds={use.holds}
        s3={use.s3}
        editable={admin}
      />
      <Drops drops={use.drops} />
      {all && (
        <>
          <h3 className={css.subheading}>All projects</h3>
          <p className={css.line}>
            <strong>{bytes(all.localBytes)}</strong> on the local disk
            {all.s3 ? `, ${bytes(all.s3Bytes)} on S3` : ''}. <Left forecast={all.forecast} />
          </p>
          {all.problem && (
            <p className={css.problem} role="alert">
              {all.problem}
            </p>
          )}
          <PolicyForm
            key={JSON.stringify(all.policy)}
            title="For every project without settings of its own"
            path="/api/storage/policy"
            policy={all.policy}
            s3={all.s3}
            editable
          />
        </>
      )}
    </section>
  );
}

function Left({ forecast }: { forecast: StorageForecast }) {
  const growth = `${bytes(forecast.growthBytesPerDay)} come in a day`;
  return (
    <span className="muted" title={`Of ${full(forecast.limitBytes)} bytes`}>
      {forecast.daysLeft === null
        ? `${growth}; ${bytes(forecast.limitBytes)} suffice for ten years.`
        : `${growth}; of ${bytes(forecast.limitBytes)}, ${full(forecast.daysLeft)} days are left.`}
    </span>
  );
}

function Drops({ drops }: { drops: StorageDrop[] }) {
  if (drops.length === 0) return null;
  return (
    <details className={css.drops}>
      <summary>{drops.length} times something went to stay within a budget</summary>
      <ul>
        {drops.map((drop) => (
          <li key={`${drop.at} ${drop.table}`} title={drop.reason}>
            <When iso={drop.at} /> {short(drop.rows)} rows of {drop.table} {drop.action} ({bytes(drop.bytes)}), older
            than {drop.before.slice(0, 10)}
            {drop.starred ? ', starred ones too' : ''}
          </li>
        ))}
      </ul>
    </details>
  );
}

function total(kind: StorageKind): number {
  return kind.localBytes + kind.s3Bytes;
}

/** Data is kept by the week: its oldest row may be up to six days younger than this Monday. */
function weekOf(day: string): string {
  const monday = new Date(`${day}T00:00`);
  return `the week of ${monday.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}`;
}
