import { Popover } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { inSentence } from '../../format/words';
import { useTile } from '../../state/tile';
import { Icon } from '../../ui/Icon';
import css from './builder.module.css';

interface Props {
  /** What is chosen here. */
  label: string;
  /** What is chosen now; absent: a quiet button that invites to choose. */
  value?: ReactNode;
  mark?: string;
  onRemove?: () => void;
  width?: number;
  children: (close: () => void) => ReactNode;
}

/** A choice of the builder: a button that says what is chosen and opens what else could be. */
export function Picker({ label, value, mark, onRemove, width = 300, children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onDismiss={() => setOpened(false)} position="bottom-start" width={width} trapFocus>
      <Popover.Target>
        <span className={value === undefined ? css.add : css.chip} data-open={opened || undefined}>
          <button
            type="button"
            className={css.chipText}
            aria-expanded={opened}
            aria-label={label}
            onClick={() => setOpened(!opened)}
          >
            {value === undefined ? (
              <>
                <Icon name="plus" size={12} /> {label}
              </>
            ) : (
              <>
                {mark && <i className={css.mark} style={{ background: `var(${mark})` }} />}
                <span className="ellipsis">{value}</span>
                {!onRemove && <Icon name="chevronDown" size={12} />}
              </>
            )}
          </button>
          {onRemove && (
            <button type="button" className={css.remove} aria-label={`Remove ${inSentence(label)}`} onClick={onRemove}>
              <Icon name="close" size={12} />
            </button>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown p={0}>{opened && children(() => setOpened(false))}</Popover.Dropdown>
    </Popover>
  );
}

/** A few words of which one holds. */
export function MenuPicker<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <label className={css.select}>
      <span className={css.selectLabel}>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as T)} aria-label={label}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevronDown" size={12} />
    </label>
  );
}

/** A line of the builder. */
export function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={css.line}>
      <span className={css.lineLabel}>{label}</span>
      <div className={css.items}>{children}</div>
    </div>
  );
}

export function Builder({ children }: { children: ReactNode }) {
  const tile = useTile();
  if (tile) return null;
  return (
    <section className={css.builder} aria-label="The question">
      {children}
    </section>
  );
}
