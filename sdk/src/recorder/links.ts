import { listen } from '../natives';
import { absoluteUrls, sameRules, sheetText } from './css';
import { changedStyles } from './cssom';
import { meet } from './frames';
import { idOf } from './mirror';
import { change, guard } from './recording';
import { ruled } from './snapshot';

/** The page's own, before requests are observed. */
const { fetch } = globalThis;
/** Sheets by what their files say; empty while a file is on its way, and for good when it is of no use. */
const sources = new WeakMap<CSSStyleSheet, string>();

/**
 * The rules of a loaded style sheet, so that the recording needs neither the network nor the site as it was. Nothing
 * when there are none, or when they come later.
 */
export function linkText(link: HTMLLinkElement): string | null {
  const { sheet } = link;
  if (!sheet || !/\bstylesheet\b/i.test(link.rel)) return null;
  // The browser does not apply alternate sheets, though it does not call them disabled.
  const text = sheet.disabled || (link.title && /\balternate\b/i.test(link.rel)) ? '' : sheetText(sheet) || null;
  // A shorthand with `var()` of which a part is overruled reads as nothing; the file, which the browser still has, is exact.
  if (!text || !sheet.href || !/: ;/.test(text) || changedStyles.has(link)) return text;
  const source = sources.get(sheet);
  if (source !== undefined) return source || text;
  sources.set(sheet, '');
  fetch(sheet.href, { cache: 'force-cache' })
    .then((answer) => answer.text())
    .then((source) => sameRules(sheet, source) && sources.set(sheet, absoluteUrls(source, sheet.href!)))
    .catch(() => {})
    .then(guard(() => put(link)));
  return null;
}

function put(link: HTMLLinkElement): void {
  const id = idOf(link);
  const _cssText = id && linkText(link);
  if (!_cssText) return;
  ruled.add(link);
  change({ attributes: [{ id, attributes: { _cssText } }] });
}

/** A style sheet that arrives after its element, or another one. */
export const meetLink = (link: HTMLLinkElement): unknown =>
  meet(() => {
    const had = link.sheet;
    const unlisten = listen(
      link,
      'load',
      guard(() => {
        unlisten();
        if (link.sheet !== had) put(link);
      }),
    );
  });
