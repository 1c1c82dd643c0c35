import { Menu, Tooltip } from '@mantine/core';
import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import { Fragment } from 'react';
import { INSIGHTS } from '../insights/names';
import { signOut } from '../signin/signOut';
import { Icon } from '../ui/Icon';
import { PlaceCredit } from '../ui/PlaceCredit';
import { PAGES } from './pages';
import css from './Rail.module.css';
import { SchemeSwitch } from './SchemeSwitch';
import { useShared } from './useShared';

export function Rail({ narrow, onToggle, onHelp }: { narrow: boolean; onToggle: () => void; onHelp: () => void }) {
  const { projectId = '' } = useParams({ strict: false }) as { projectId?: string };
  const shared = useShared();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  return (
    <nav className={css.rail} aria-label="Pages" data-narrow={narrow || undefined}>
      <Link to="/p/$projectId/overview" params={{ projectId }} className={css.brand} aria-label="Claymore, overview">
        <img src="/icon.svg" width={22} height={22} alt="" />
        <span className={css.word}>Claymore</span>
      </Link>
      {PAGES.map((page) => (
        <Fragment key={page.to}>
          <Tooltip label={page.label} position="right" disabled={!narrow}>
            <Link
              to={page.to}
              params={{ projectId }}
              search={shared}
              className={css.item}
              activeProps={{ 'data-active': true }}
              data-wide={'wide' in page || undefined}
              {...('also' in page && page.also.test(pathname) ? { 'data-active': true } : {})}
            >
              <Icon name={page.icon} />
              <span className={css.word}>{page.label}</span>
            </Link>
          </Tooltip>
          {page.key === 't' && !narrow && pathname.includes('/insights') && (
            <div className={css.subs}>
              {INSIGHTS.map((insight) => (
                <Link
                  key={insight.key}
                  to="/p/$projectId/insights/$kind"
                  params={{ projectId, kind: insight.key }}
                  search={shared}
                  className={css.sub}
                  activeProps={{ 'data-active': true }}
                >
                  {insight.label}
                </Link>
              ))}
            </div>
          )}
        </Fragment>
      ))}
      <Menu position="top-end">
        <Menu.Target>
          <button type="button" className={`${css.item} ${css.more}`} aria-label="More pages">
            <Icon name="more" />
            <span className={css.word}>More</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {PAGES.filter((page) => 'wide' in page).map((page) => (
            <Menu.Item
              key={page.to}
              leftSection={<Icon name={page.icon} size={14} />}
              onClick={() => void navigate({ to: page.to, params: { projectId }, search: shared })}
            >
              {page.label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="signOut" size={14} />} onClick={() => void signOut()}>
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <div className={css.foot}>
        <SchemeSwitch className={css.item ?? ''} wordClassName={css.word ?? ''} />
        <button type="button" className={css.item} onClick={onHelp} aria-label="Keyboard shortcuts">
          <Icon name="help" />
          <span className={css.word}>Shortcuts</span>
        </button>
        <button type="button" className={css.item} onClick={() => void signOut()} aria-label="Sign out">
          <Icon name="signOut" />
          <span className={css.word}>Sign out</span>
        </button>
        <button
          type="button"
          className={`${css.item} ${css.toggle}`}
          onClick={onToggle}
          aria-label={narrow ? 'Expand the menu' : 'Collapse the menu'}
        >
          <Icon name="collapse" />
          <span className={css.word}>Collapse</span>
        </button>
        <PlaceCredit className={`${css.word} ${css.credit}`} />
      </div>
    </nav>
  );
}
