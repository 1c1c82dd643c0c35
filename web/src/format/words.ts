/** A label within a sentence: `Country` is `country` there, while `UTM campaign` and `SQL` stay as they are. */
export function inSentence(label: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}
