import { useLocation } from '@tanstack/react-router';
import { Icon } from '../ui/Icon';
import { Keys } from '../ui/Keys';
import { FilterBar } from './FilterBar';
import { ProjectSwitcher } from './ProjectSwitcher';
import { RangePicker } from './RangePicker';
import css from './TopBar.module.css';

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { pathname } = useLocation();
  const backend = /\/(?:services|traces|logs|metrics)\/?$/.test(pathname);
  // SQL, install, settings and a single session are not of a time range.
  const ranged = /\/(?:overview|sessions|dashboards|insights(?:\/\w+)?)\/?$/.test(pathname);
  const dated = ranged || backend || pathname.endsWith('/ledger');
  return (
    <header className={css.bar}>
      <ProjectSwitcher />
      {dated && <RangePicker />}
      {ranged && <FilterBar />}
      <button type="button" className={css.search} onClick={onSearch} aria-label="Search and commands">
        <Icon name="search" size={14} />
        <span className={css.searchWord}>Search</span>
        <Keys keys="mod+k" />
      </button>
    </header>
  );
}
