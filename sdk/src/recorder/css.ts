import { COMPARED_RULES } from './limits';

/** As far as the address goes: what could end in several places would take a hostile page's style no end of time. */
const URLS = /url\(\s*(?:("|')(|.*?[^\\])\1|([^\s"')]+))/gis;

/** Makes the addresses in a style absolute, since the player's page has another base. */
export function absoluteUrls(css: string, base: string): string {
  return css.replace(URLS, (whole, _, quoted, url = quoted) => (!url || /^(data:|blob:|#|\w+:\/\/)|\\/.test(url) ? whole : `url("${absolute(url, base)}"`));
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

/** A rule as text. An `@import` becomes the rules of its sheet, inside what the import was bound to. */
export function ruleText(rule: CSSRule): string {
  const { media, layerName, supportsText } = rule as any;
  let text = rule.type === 3 ? sheetText((rule as any).styleSheet) : null;
  if (text === null) return rule.cssText;
  if (media && media.mediaText) text = `@media ${media.mediaText}{${text}}`;
  if (layerName != null) text = `@layer ${layerName}{${text}}`;
  return supportsText ? `@supports (${supportsText}){${text}}` : text;
}

/**
 * The text of a `<style>` when its rules are not what its text nodes say (a script has changed them, or it imports
 * sheets that may be gone when the recording is played), otherwise nothing.
 */
export function changedStyleText(style: HTMLStyleElement, changed: boolean): string | null {
  const sheet = style.sheet;
  // Refused by the page's policy: the player must not apply it either.
  if (!sheet) return '';
  const source = style.textContent || '';
  if (sheet.disabled) return '';
  const rules = sheetText(sheet);
  if (rules === null || changed) return rules;
  if (!/\S/.test(source)) return rules || null;
  return !/@import/i.test(source) && sameRules(sheet, source) ? null : rules;
}

/** Compares with a fresh parse of the source: the browser tells nobody that a script has used `insertRule`. */
export function sameRules(sheet: CSSStyleSheet, source: string): boolean {
  try {
    const parsed = new CSSStyleSheet();
    parsed.replaceSync(source);
    const { cssRules } = parsed;
    return cssRules.length === sheet.cssRules.length && (cssRules.length > COMPARED_RULES || Array.from(cssRules).every((rule, i) => rule.cssText === sheet.cssRules[i].cssText));
  } catch {
    // Without constructable sheets (Safari before 16.4) the rules are taken, as they are seen.
    return false;
  }
}

const declared = (text: string): Map<string, string> => new Map(text.split(/; ?/).filter(Boolean).map((each) => each.split(/: (.*)/) as [string, string]));

/**
 * What has to be set and removed, in order, to come from one style to the other, both as the browser writes them;
 * nothing when that is not certain.
 */
export function difference(before: string | undefined, now: string): { [name: string]: string | [string, string] | false } | undefined {
  // The player takes styles apart by their punctuation, and knows no names with prefixes.
  if (!before || !now || /["\\_]|-webkit|: ;/.test(before + now)) return undefined;
  const old = declared(before);
  const wanted = declared(now);
  const changes: { [name: string]: string | [string, string] | false } = {};
  old.forEach((_, name) => {
    if (wanted.has(name)) return;
    changes[name] = false;
    old.delete(name);
  });
  wanted.forEach((value, name) => {
    if (old.get(name) === value) return;
    const plain = value.replace(' !important', '');
    changes[name] = plain === value ? value : [plain, 'important'];
    old.set(name, value);
  });
  return [...old].join() === [...wanted].join() ? changes : undefined;
}
