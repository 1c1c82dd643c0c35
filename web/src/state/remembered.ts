/** Small preferences of this browser. A browser that forbids storage forgets them. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(`claymore.${key}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`claymore.${key}`, value);
  } catch {
    // Private mode: nothing to do.
  }
}
