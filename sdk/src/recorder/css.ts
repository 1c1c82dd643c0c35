/** What a shorthand with `var()` leaves behind in a rule's text: longhands without a value. Only the source is exact. */
const LOST_LONGHANDS = /[\w-]: ;/;
const URLS = /url\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^"')\s][^)]*))\s*\)/gi;

/** Makes the addresses in a style absolute, since the player's page has another base. */
export function absoluteUrls(css: string, base: string): string {
  if (css.indexOf('url(') < 0) return css;
  return css.replace(URLS, (whole, double, single, bare) => {
    const url = (double || single || bare || '').trim();
    if (!url || /^(data:|blob:|#|\w+:\/\/)/.test(url)) return whole;
    const quote = double ? '"' : single ? "'" : '';
    return 'url(' + quote + absolute(url, base) + quote + ')';
  });
}

export function absolute(url: string, base: string): string {
  try {
    return new URL(url, base).href;
  } catch {
    return url;
  }
}

/** The rules of a sheet as text; nothing when the browser does not let us read them (another origin). */
export function sheetText(sheet: CSSStyleSheet | null): string | null {
  try {
    const base = sheet!.href || sheet!.ownerNode?.baseURI || document.baseURI;
    return absoluteUrls(Array.from(sheet!.cssRules, ruleText).join(''), base);
  } catch {
    return null;
  }
}

/** A rule as text. An `@import` becomes one group with the rules of its sheet, so that the numbers of its neighbours hold. */
export function ruleText(rule: CSSRule): string {
  const { styleSheet, media, layerName, supportsText } = rule as any;
  const imported = styleSheet && sheetText(styleSheet);
  if (imported == null || imported === undefined) return rule.cssText;
  if (rule.type !== 3) return rule.cssText;
  let text = `@media ${(media && media.mediaText) || 'all'}{${imported}}`;
  if (layerName != null) text = `@layer ${layerName}{${text}}`;
  return supportsText ? `@supports ${/^\w+\s*:/.test(supportsText) ? `(${supportsText})` : supportsText}{${text}}` : text;
}

/** Whether the text that a sheet was made from says more than its rules do. */
export const textIsExact = (rules: string): boolean => LOST_LONGHANDS.test(rules);

/**
 * The text of a `<style>` when its rules are not what its text nodes say (a script has changed them, or it imports
 * sheets that may be gone when the recording is played), otherwise nothing.
 */
export function changedStyleText(style: HTMLStyleElement, changed: boolean): string | null {
  const sheet = style.sheet;
  if (!sheet) return null;
  const source = style.textContent || '';
  if (sheet.disabled) return '';
  const rules = sheetText(sheet);
  if (rules === null || rules === '' || (!changed && /\S/.test(source) && !/@import/i.test(source) && sameRules(sheet, source))) return null;
  return rules;
}

/** Compares with a fresh parse of the source: the browser tells nobody that a script has used `insertRule`. */
function sameRules(sheet: CSSStyleSheet, source: string): boolean {
  try {
    const parsed = new CSSStyleSheet({ media: sheet.media.mediaText });
    parsed.replaceSync(source);
    const rules = sheet.cssRules;
    const count = rules.length;
    if (parsed.cssRules.length !== count) return false;
    // Past some hundred rules the texts cost more than the doubt is worth: frameworks change small sheets.
    if (count > 300) return true;
    for (let i = 0; i < count; i++) if (parsed.cssRules[i].cssText !== rules[i].cssText) return false;
    return true;
  } catch {
    // Without constructable sheets (Safari before 16.4) the rules are taken, as they are seen.
    return false;
  }
}
