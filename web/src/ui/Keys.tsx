import { showKeys } from '../state/keys';
import css from './Keys.module.css';

export function Keys({ keys }: { keys: string }) {
  return (
    <span className={css.keys}>
      {showKeys(keys).map((key) => (
        <kbd key={key} className={css.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
