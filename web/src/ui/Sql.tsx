import css from './Sql.module.css';

const TOKENS =
  /('(?:[^'\\]|\\.|'')*')|(--[^\n]*|\/\*[\s\S]*?\*\/)|\b(\d+(?:\.\d+)?)\b|\b(SELECT|FROM|FINAL|WHERE|PREWHERE|GROUP BY|ORDER BY|LIMIT|OFFSET|HAVING|WITH|AS|INNER|LEFT|ANY|ASOF|CROSS|FULL|JOIN|ON|USING|AND|OR|NOT|IN|LIKE|ILIKE|BETWEEN|IS|NULL|CASE|WHEN|THEN|ELSE|END|UNION|ALL|DISTINCT|INTERVAL|DESC|ASC|OVER|PARTITION BY|ARRAY JOIN|SETTINGS|FILL|STEP)\b/g;

/** A statement to read: keywords, texts and numbers told apart. */
export function Sql({ text }: { text: string }) {
  const parts: React.ReactNode[] = [];
  let end = 0;
  for (const match of text.matchAll(TOKENS)) {
    parts.push(text.slice(end, match.index));
    const kind = match[1] ? css.text : match[2] ? css.comment : match[3] ? css.number : css.keyword;
    parts.push(
      <span key={match.index} className={kind}>
        {match[0]}
      </span>,
    );
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return <pre className={css.sql}>{parts}</pre>;
}
