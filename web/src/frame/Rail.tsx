import { Tooltip } from '@mantine/core';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { sharedSearch, type ViewSearch } from '../state/search';
import { Icon } from '../ui/Icon';
import { PlaceCredit } from '../ui/PlaceCredit';
import { PAGES } from './pages';
import css from './Rail.module.css';
import { SchemeSwitch } from './SchemeSwitch';

export function Rail({ narrow, onToggle, onHelp }: { narrow: boolean; onToggle: () => void; onHelp: () => void }) {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const search = useSearch({ strict: false }) as ViewSearch;
  return (
    <nav className={css.rail} aria-label="Pages" data-narrow={narrow || undefined}>
      <Link to="/p/$projectId/overview" params={{ projectId }} className={css.brand} aria-label="Claymore, overview">
        <img src="/icon.svg" width={22} height={22} alt="" />
        <span className={css.word}>Claymore</span>
      </Link>
      {PAGES.map((page) => (
        <Tooltip key={page.to} label={page.label} position="right" disabled={!narrow}>
          <Link
            to={page.to}
            params={{ projectId }}
            search={sharedSearch(search)}
            className={css.item}
            activeProps={{ 'data-active': true }}
          >
            <Icon name={page.icon} />
            <span className={css.word}>{page.label}</span>
          </Link>
        </Tooltip>
      ))}
      <div className={css.foot}>
        <SchemeSwitch className={css.item ?? ''} wordClassName={css.word ?? ''} />
        <button type="button" className={css.item} onClick={onHelp} aria-label="Keyboard help">
          <Icon name="help" />
          <span className={css.word}>Keyboard</span>
        </button>
        <button
          type="button"
          className={`${css.item} ${css.toggle}`}
          onClick={onToggle}
          aria-label={narrow ? 'Unfold the menu' : 'Fold the menu'}
        >
          <Icon name="collapse" />
          <span className={css.word}>Fold</span>
        </button>
        <PlaceCredit className={`${css.word} ${css.credit}`} />
      </div>
    </nav>
  );
}
