import { useLocation } from '@tanstack/react-router';
import { Icon } from '../ui/Icon';
import { Keys } from '../ui/Keys';
import { FilterBar } from './FilterBar';
import { NotUpdated } from './NotUpdated';
import { ProjectSwitcher } from './ProjectSwitcher';
import { isFiltered, isTimed } from './pages';
import { RangePicker } from './RangePicker';
import css from './TopBar.module.css';

export function TopBar({ onSearch }: { onSearch: () => void }) {
  const { pathname } = useLocation();
  return (
    <header className={css.bar}>
      <ProjectSwitcher />
      {isTimed(pathname) && <RangePicker />}
      {isFiltered(pathname) && <FilterBar />}
      <NotUpdated />
      <button type="button" className={css.search} onClick={onSearch} aria-label="Search and commands">
        <Icon name="search" size={14} />
        <span className={css.searchWord}>Search</span>
        <Keys keys="mod+k" />
      </button>
    </header>
  );
}
