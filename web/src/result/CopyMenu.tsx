import { Menu } from '@mantine/core';
import { Icon } from '../ui/Icon';
import { toast } from '../ui/toast';
import { download, toCsv, toJson } from './exportRows';
import css from './result.module.css';

/** Takes the rows of a result elsewhere. */
export function CopyMenu({ name, columns, rows }: { name: string; columns: string[]; rows: unknown[][] }) {
  const copy = (kind: string, text: string) => {
    void navigator.clipboard
      .writeText(text)
      .then(() => toast(`${rows.length === 1 ? '1 row' : `${rows.length} rows`} copied as ${kind}`))
      .catch(() => toast('This browser does not allow copying'));
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.button} aria-label="Copy or download the rows">
          <Icon name="copy" size={13} />
          Copy
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => copy('CSV', toCsv(columns, rows))}>Copy as CSV</Menu.Item>
        <Menu.Item onClick={() => copy('JSON', toJson(columns, rows))}>Copy as JSON</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => download(`${name}.csv`, toCsv(columns, rows), 'text/csv')}>Download CSV</Menu.Item>
        <Menu.Item onClick={() => download(`${name}.json`, toJson(columns, rows), 'application/json')}>
          Download JSON
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
