/** Small preferences of this browser. A browser that forbids storage forgets them. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(`claymore.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** What begins so is forgotten. */
export function forget(prefix: string): void {
  try {
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(`claymore.${prefix}`));
    for (const key of kept) localStorage.removeItem(key);
  } catch {
    // Private mode: nothing is kept.
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`claymore.${key}`, value);
  } catch {
    // Private mode: nothing to do.
  }
}
