import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import css from './PickList.module.css';

export interface Pick {
  key: string;
  label: ReactNode;
  /** A heading above the first pick of each group. */
  group?: string;
  left?: ReactNode;
  right?: ReactNode;
  /** How full the bar behind it is, 0 to 1. */
  share?: number;
  run: () => void;
}

interface Props {
  label: string;
  placeholder: string;
  query: string;
  onQuery: (query: string) => void;
  picks: Pick[];
  busy?: boolean;
  empty: string;
}

/** A search field over a list that is walked with the arrow keys and chosen from with Enter. */
export function PickList({ label, placeholder, query, onQuery, picks, busy, empty }: Props) {
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const index = Math.min(active, picks.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && picks.length > 0) {
      event.preventDefault();
      setActive((index + step + picks.length) % picks.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      picks[index]?.run();
    }
  };

  return (
    <div className={css.pickList}>
      <input
        className={css.input}
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={picks[index] ? `${id}-${index}` : undefined}
        placeholder={placeholder}
        value={query}
        onChange={(event) => {
          setActive(0);
          onQuery(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        data-autofocus
        autoFocus
        spellCheck={false}
        autoComplete="off"
      />
      <div ref={list} id={id} role="listbox" aria-label={label} className={css.list} data-busy={busy || undefined}>
        {picks.map((pick, i) => (
          <div key={pick.key}>
            {pick.group && pick.group !== picks[i - 1]?.group && <div className={css.group}>{pick.group}</div>}
            <div
              id={`${id}-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === index}
              className={css.option}
              onMouseMove={() => setActive(i)}
              onClick={pick.run}
              onKeyDown={onKeyDown}
            >
              {pick.share !== undefined && <span className={css.share} style={{ width: `${pick.share * 100}%` }} />}
              {pick.left}
              <span className={`${css.label} ellipsis`}>{pick.label}</span>
              {pick.right && <span className={css.right}>{pick.right}</span>}
            </div>
          </div>
        ))}
        {picks.length === 0 && !busy && <p className={css.empty}>{empty}</p>}
      </div>
    </div>
  );
}
