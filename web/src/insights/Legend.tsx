import css from './insights.module.css';

/** Which colour is what. */
export function Legend({ items }: { items: { name: string; color: string; dashed?: boolean }[] }) {
  return (
    <ul className={css.legend}>
      {items.map((item) => (
        <li key={item.name}>
          <i style={{ background: `var(${item.color})`, opacity: item.dashed ? 0.45 : 1 }} />
          <span className="ellipsis">{item.name}</span>
        </li>
      ))}
    </ul>
  );
}
