import type { RetentionRule, StoragePolicy } from '../api/types';

export const KIND_NAMES = {
  events: 'Events',
  recordings: 'Recordings',
  sessions: 'Sessions',
  telemetry: 'Traces, logs, metrics',
  ledger: 'Ledger',
} as const;

export type Kind = keyof typeof KIND_NAMES;
export type Rules = Partial<Record<Kind, RetentionRule>>;

export const GB = 1e9;

/** What a policy deletes that stays as things are now, in words; `holds` is what holds of a project, whoever says so. */
export function removals(before: StoragePolicy, after: StoragePolicy, holds?: Rules): string[] {
  const found = (Object.keys(KIND_NAMES) as Kind[]).flatMap((kind) => {
    const now = (holds ?? before.rules)?.[kind]?.deleteAfterDays;
    const then = after.rules?.[kind]?.deleteAfterDays;
    if (typeof then === 'number')
      return typeof now !== 'number' || then < now
        ? [`${KIND_NAMES[kind].toLowerCase()} older than ${then === 1 ? 'a day' : `${then} days`}`]
        : [];
    // An empty field of a project is what holds for all, which may be shorter.
    const own = before.rules?.[kind]?.deleteAfterDays;
    return holds && (then === null || then === undefined) && own !== null && own !== undefined
      ? [`${KIND_NAMES[kind].toLowerCase()} older than is kept for every project`]
      : [];
  });
  const drops = (policy: StoragePolicy) => (policy.whenOver ?? []).filter((step) => step.startsWith('drop_'));
  const budget = after.budgetBytes ?? 0;
  const tighter = !before.budgetBytes || budget < before.budgetBytes;
  const more = drops(after).some((step) => !drops(before).includes(step));
  if (budget > 0 && drops(after).length > 0 && (tighter || more))
    found.push(`the oldest data beyond ${budget / GB} GB`);
  return found;
}
