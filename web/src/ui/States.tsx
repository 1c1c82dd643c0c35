import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client';
import { Icon, type IconName } from './Icon';
import css from './States.module.css';

/** What to do next where there is nothing to show. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  icon: IconName;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={css.state}>
      <span className={css.icon}>
        <Icon name={icon} size={20} />
      </span>
      <h2 className={css.title}>{title}</h2>
      {children && <div className={css.text}>{children}</div>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}

/** What went wrong, what was not lost, what to do, and the code to search for. */
export function Failed({ what, error, onRetry }: { what: string; error: unknown; onRetry?: () => void }) {
  const known = error instanceof ApiError ? error : undefined;
  return (
    <div className={css.state} role="alert">
      <span className={`${css.icon} ${css.bad}`}>
        <Icon name="error" size={20} />
      </span>
      <h2 className={css.title}>{what}</h2>
      <div className={css.text}>
        <p>{known?.message ?? (error instanceof Error ? error.message : 'Something unexpected happened.')}</p>
        <p>{advice(known)}</p>
        <p>
          Code <code className="mono">{known?.code ?? 'unexpected'}</code>
        </p>
      </div>
      {onRetry && (
        <div className={css.action}>
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        </div>
      )}
    </div>
  );
}

/** Nobody answers, and all other questions of the page fail alike: one of them says so, the others are quiet. */
export function isAway(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502);
}

/** In place of a part whose neighbour says that nobody answers. */
export function FailedBeside({ what, error, onRetry }: { what: string; error: unknown; onRetry?: () => void }) {
  if (isAway(error)) return <p className={css.quiet}>Not loaded</p>;
  return <Failed what={what} error={error} onRetry={onRetry} />;
}

function advice(error: ApiError | undefined): string {
  if (!error) return 'No recorded data is affected. Reload the page; if it stays, report the code.';
  if (error.status === 0) return 'Events of your site are not affected. This page tries again by itself.';
  if (error.retryable) return 'Events that arrive meanwhile are kept and loaded after. Try again in a moment.';
  if (error.status === 404) return 'It may have been deleted, or the link is of another project.';
  return 'No recorded data is affected.';
}
