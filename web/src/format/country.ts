const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** The country's English name; the code itself where it is not one. */
export function countryName(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}
