import { type ReactNode, useState } from 'react';
import { Icon } from '../ui/Icon';
import css from './Backend.module.css';

/** One of what there is, or all. */
export function SelectField({
  label,
  value,
  options,
  all,
  onChange,
}: {
  label: string;
  value: string | undefined;
  options: string[];
  all: string;
  onChange: (value: string | undefined) => void;
}) {
  const shown = value && !options.includes(value) ? [value, ...options] : options;
  return (
    <label className={css.field} data-set={value ? true : undefined}>
      {label}
      <select value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || undefined)}>
        <option value="">{all}</option>
        {shown.map((option) => (
          <option key={option} value={option}>
            {option}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A text that counts once Enter is pressed or the field is left. */
export function TextField({
  label,
  value,
  placeholder,
  width,
  icon,
  clears,
  onChange,
}: {
  label: string;
  value: string | undefined;
  placeholder: string;
  width: number;
  icon?: ReactNode;
  /** Empty again once it counts: for a list that grows. */
  clears?: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const [text, setText] = useState(value ?? '');
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value ?? '');
  }
  const done = () => {
    const next = text.trim();
    if (next !== (value ?? '')) onChange(next || undefined);
    if (clears) setText('');
  };
  return (
    <label className={css.field} data-set={value ? true : undefined}>
      {icon ?? <span>{label}</span>}
      <input
        aria-label={label}
        style={{ width }}
        value={text}
        placeholder={placeholder}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={done}
        onKeyDown={(event) => event.key === 'Enter' && done()}
      />
    </label>
  );
}

/** Attributes that must be there: `key=value`, or `key` for any value. */
export function AttributeFields({
  attributes,
  onChange,
}: {
  attributes: string[];
  onChange: (next: string[]) => void;
}) {
  return (
    <>
      <TextField
        label="Attribute"
        value=""
        placeholder="key=value"
        width={130}
        clears
        onChange={(text) => text && !attributes.includes(text) && onChange([...attributes, text])}
      />
      {attributes.map((attribute) => (
        <span key={attribute} className={css.chip}>
          {attribute}
          <button
            type="button"
            aria-label={`Without ${attribute}`}
            onClick={() => onChange(attributes.filter((one) => one !== attribute))}
          >
            <Icon name="close" size={10} />
          </button>
        </span>
      ))}
    </>
  );
}
