/** A share as people write it, in percent, with all its digits. */
export function toPercent(share: number): string {
  // 0.1225 × 100 is 12.249999999999998.
  return String(Number((share * 100).toPrecision(12)));
}

/** The share that a text says; undefined when it says none between 0 and 100 percent. */
export function fromPercent(text: string): number | undefined {
  const percent = Number(text);
  if (text.trim() === '' || !(percent >= 0 && percent <= 100)) return undefined;
  return Number((percent / 100).toPrecision(12));
}
