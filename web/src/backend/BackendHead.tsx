import { Link, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { sharedSearch } from '../state/search';
import { useView } from '../state/useView';
import { SqlPopover, type Statement } from '../ui/SqlPopover';
import css from './Backend.module.css';
import { BACKEND_PAGES } from './names';

/** The head of the four pages about backends: the way to each other, and what the page adds. */
export function BackendHead({ statements = [], children }: { statements?: Statement[]; children?: ReactNode }) {
  const { projectId, search } = useView();
  const { range, from, to } = sharedSearch(search);
  const { pathname } = useLocation();
  return (
    <header className={css.head}>
      <h1 className="srOnly">
        {BACKEND_PAGES.find((page) => pathname.endsWith(page.to.slice(page.to.lastIndexOf('/'))))?.label}
      </h1>
      <nav className={css.tabs} aria-label="Backend">
        {BACKEND_PAGES.map((page) => (
          <Link
            key={page.to}
            to={page.to}
            params={{ projectId }}
            search={{ range, from, to }}
            className={css.tab}
            activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          >
            {page.label}
          </Link>
        ))}
      </nav>
      <span className={css.space} />
      {children}
      <SqlPopover statements={statements} />
    </header>
  );
}
