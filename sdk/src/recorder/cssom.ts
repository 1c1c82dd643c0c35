import { watch, wrap } from '../natives';
import { absoluteUrls, ruleText } from './css';
import { ADOPTED_STYLE_SHEET, STYLE_DECLARATION, STYLE_SHEET_RULE } from './format';
import { MOST_RULES, SMALL_SHEET } from './limits';
import { idOf, known } from './mirror';
import { anew, flush } from './mutations';
import { guard, send, soon, wake } from './recording';
import { ruled } from './snapshot';

type Root = Document | ShadowRoot;

/** `<style>` and `<link>` elements whose rules scripts have changed. */
export const changedStyles = new WeakSet<Node>();
const ids = new WeakMap<CSSStyleSheet, number>();
let last = 0;
/** The constructed sheets that the player has, and which of them each root uses. */
let sent = new WeakSet<CSSStyleSheet>();
let adopted = new Map<Root, string>();
/** Rules whose `style` a script has in its hands, with their text when it was last sent. */
const rules = new Map<CSSStyleRule, string>();

const styleId = (sheet: CSSStyleSheet): number => {
  if (!ids.has(sheet)) ids.set(sheet, ++last);
  return ids.get(sheet)!;
};

/** A new full snapshot: the player has adopted nothing, sheets are sent again when they are met. */
export function forgetSheets(): void {
  sent = new WeakSet();
  adopted.clear();
}

/** Whether the player had adopted anything for the root. */
export const forgetAdopted = (root: Root): boolean => adopted.delete(root);

/** Tells the player which constructed sheets a document or shadow root uses, when they are not those it has. */
export function adopt(root: Root): void {
  const id = idOf(root);
  const styleIds = id && root.adoptedStyleSheets && root.adoptedStyleSheets.map(styleId);
  if (!styleIds || (adopted.get(root) || '') === styleIds.join()) return;
  adopted.set(root, styleIds.join());
  const doc = root.ownerDocument || (root as Document);
  // A list with a sheet that the player has not, it would try again when the next list is long there.
  const styles = [...doc.adoptedStyleSheets, ...root.adoptedStyleSheets]
    .filter((sheet) => !sent.has(sheet) && sent.add(sheet))
    .map((sheet) => ({
      styleId: styleId(sheet),
      rules: Array.from(sheet.disabled ? [] : sheet.cssRules, (each, index) => ({ rule: absoluteUrls(ruleText(each), document.baseURI), index })),
    }));
  // By way of the document: a host that is gone by the time the player has caught up makes no sheets for the others.
  if (styles.length || doc === root) send(ADOPTED_STYLE_SHEET, { id: idOf(doc), styleIds: doc.adoptedStyleSheets.map(styleId), styles });
  if (doc !== root) send(ADOPTED_STYLE_SHEET, { id, styleIds });
}

/** The sheet that a rule or an imported sheet is in. */
const sheetOf = (inner: any): CSSStyleSheet => (inner.parentStyleSheet ? sheetOf(inner.parentStyleSheet) : inner);

/** A change in a sheet: where the player finds it; nothing when it gets all of it again. */
function where(inner: any, whole?: unknown): { id: number } | { styleId: number } | undefined {
  const sheet = sheetOf(inner);
  const owner = sheet.ownerNode as Node | null;
  if (owner) {
    changedStyles.add(owner);
    const id = idOf(owner);
    // An `@import` stands in the player's sheet as the rules it imports; a link of which it has no rules is no sheet there.
    if (id && ((owner as Element).localName === 'style' || ruled.has(owner)) && sheet.cssRules[0]?.type !== 3) return { id };
    if (id) anew([owner]);
  } else if (sent.has(sheet)) {
    if (!whole && sheet.cssRules.length > SMALL_SHEET) return { styleId: styleId(sheet) };
    sent.delete(sheet);
    adopted.forEach((_, root) => {
      if (!root.adoptedStyleSheets.includes(sheet)) return;
      adopted.set(root, '-');
      soon(adopt, root);
    });
  }
  return undefined;
}

/** The numbers by which the player finds a rule in its sheet. */
function path(rule: any): number[] {
  const owner = rule.parentRule || rule.parentStyleSheet;
  return owner ? [...path(owner), [...owner.cssRules].indexOf(rule)] : [];
}

const place = (owner: any, index = 0): number | number[] => {
  const found = path(owner);
  return found[0] === undefined ? index : [...found, index];
};

/** A call has changed the rules or declarations of `self`, a sheet or a rule. */
function called(self: any, change: object, source = STYLE_SHEET_RULE): void {
  const to = where(self);
  if (!to) return;
  const owner = sheetOf(self).ownerNode as Node | null;
  // The text the rule came after goes first; a sheet that goes with it has the rule already.
  const before = known(owner);
  flush();
  if (known(owner) === before) send(source, { ...to, ...change });
}

/** Sends what has changed in the declarations that scripts have in their hands. */
export function checkRules(): void {
  rules.forEach((before, rule) => {
    const now = rule.style.cssText;
    const sheet = sheetOf(rule);
    // Those that have left the page must not keep others from being watched.
    if (!sheet.ownerNode && !ids.has(sheet)) rules.delete(rule);
    if (now === before) return;
    rules.set(rule, now);
    const to = where(rule);
    if (!to) return;
    const at = path(rule).pop()!;
    const owner = rule.parentRule || rule.parentStyleSheet;
    // The player puts the new one in before it takes the old one out.
    send(STYLE_SHEET_RULE, { ...to, adds: [{ rule: rule.cssText, index: place(owner, at) }], removes: [{ index: place(owner, at + 1) }] });
  });
}

const watchRule = guard((rule: CSSStyleRule) => {
  if (!rule.parentStyleSheet || rules.size > MOST_RULES || rules.has(rule)) return;
  // Reading the text asks for the style again, which must not begin anew.
  rules.set(rule, '');
  rules.set(rule, rule.style.cssText);
  wake();
});

/** What scripts do with the style sheets of a window, of which the DOM tells nothing. */
export function observeSheets(view: any): void {
  for (const name of ['CSSStyleSheet', 'CSSGroupingRule', 'CSSStyleRule']) {
    const owner = view[name] && view[name].prototype;
    const on = (method: string, change?: (self: any, args: any[]) => object) =>
      owner && owner.hasOwnProperty(method) && wrap(owner, method, guard((self, args) => (change ? called(self, change(self, args)) : where(self, true))));
    on('replaceSync');
    on('replace');
    on('insertRule', (self, [text, index]) => ({ adds: [{ rule: absoluteUrls(text, sheetOf(self).href || document.baseURI), index: place(self, index) }] }));
    on('deleteRule', (self, [index]) => ({ removes: [{ index: place(self, index) }] }));
  }
  const declared = guard((rule: CSSStyleRule, change: object) => {
    called(rule, { index: path(rule), ...change }, STYLE_DECLARATION);
    if (rules.has(rule)) rules.set(rule, rule.style.cssText);
  });
  const { prototype } = view.CSSStyleDeclaration;
  wrap(prototype, 'setProperty', ({ parentRule }, [property, value, priority]) => parentRule && declared(parentRule, { set: { property, value, priority } }));
  wrap(prototype, 'removeProperty', ({ parentRule }, [property]) => parentRule && declared(parentRule, { remove: { property } }));
  // `rule.style.color = …` calls nothing that could be wrapped, so whoever asks for the style is watched.
  watch(view.CSSStyleRule.prototype, 'style', undefined, watchRule);
  // `adoptedStyleSheets.push(…)` is a read. What is written goes at once: a player that jumps ahead scrolls as soon as it has the next nodes.
  const adopts = guard((root: Root) => soon(adopt, root));
  for (const name of ['Document', 'ShadowRoot']) watch(view[name].prototype, 'adoptedStyleSheets', guard(adopt), adopts);
  watch(view.StyleSheet.prototype, 'disabled', guard(({ ownerNode }: CSSStyleSheet) => ownerNode && anew([ownerNode as Node])));
}
