import { watch, wrap } from '../natives';
import { absoluteUrls, ruleCount, ruleText } from './css';
import type { Core } from './core';
import { ADOPTED_STYLE_SHEET, STYLE_SHEET_RULE } from './format';

type Root = Document | ShadowRoot;

const MOST_RULES = 500;

/** What scripts do with style sheets, of which the DOM tells nothing. */
export function styleSheets(core: Core) {
  const { mirror, send } = core;
  /** `<style>` elements that scripts have changed beyond their text. */
  const changed = new WeakSet<Node>();
  const ids = new WeakMap<CSSStyleSheet, number>();
  let last = 0;
  /** The constructed sheets that the player has, and which of them each root uses. */
  let sent = new WeakSet<CSSStyleSheet>();
  let adopted = new WeakMap<Root, string>();
  /** Rules whose `style` a script has in its hands, with their text when it was last sent. */
  const rules = new Map<CSSStyleRule, string>();

  const idOf = (sheet: CSSStyleSheet): number => {
    if (!ids.has(sheet)) ids.set(sheet, ++last);
    return ids.get(sheet)!;
  };

  const where = (sheet: CSSStyleSheet | null): object | undefined => {
    const id = sheet && mirror.id(sheet.ownerNode as Node | null);
    return id ? { id } : sheet && sent.has(sheet) ? { styleId: idOf(sheet) } : undefined;
  };

  /** The numbers by which the player finds a rule, or the place for one, in `owner`. */
  function path(owner: any, index: number): number[] | undefined {
    const at: number[] = [];
    let list: any = owner;
    for (;;) {
      let offset = 0;
      // An `@import` stands in the player's sheet as the rules it imports.
      for (let i = 0; i < index && list.cssRules[i] && list.cssRules[i].type === 3; i++) offset += ruleCount(list.cssRules[i]) - 1;
      at.unshift(index + offset);
      if (!list.parentStyleSheet || list.ownerNode) return at;
      const rule = list;
      list = rule.parentRule || rule.parentStyleSheet;
      index = Array.prototype.indexOf.call(list.cssRules, rule);
      if (index < 0) return undefined;
    }
  }

  const place = (owner: any, index: number): number | number[] => {
    const found = path(owner, index) || [0];
    return found.length > 1 ? found : found[0];
  };

  function rule(self: any, change: object): void {
    const sheet: CSSStyleSheet = self.parentStyleSheet || self;
    const owner = sheet.ownerNode as Node | null;
    if (owner) changed.add(owner);
    const to = where(sheet);
    if (!to) return;
    // The text the rule came after goes first; a sheet that goes with it has the rule already.
    const before = mirror.get(owner);
    core.sync();
    if (mirror.get(owner) === before) send(STYLE_SHEET_RULE, { ...to, ...change });
  }

  /** Tells the player which constructed sheets a document or shadow root uses, when they are not those it has. */
  function adopt(root: Root, anew?: boolean): void {
    const id = mirror.id(root);
    const sheets = root.adoptedStyleSheets;
    const styleIds = id && sheets && sheets.map(idOf);
    if (!styleIds || ((!anew && adopted.get(root)) || '') === styleIds.join()) return;
    adopted.set(root, styleIds.join());
    const styles = sheets
      .filter((sheet) => !sent.has(sheet))
      .map((sheet) => {
        sent.add(sheet);
        return { styleId: idOf(sheet), rules: Array.from(sheet.disabled ? [] : sheet.cssRules, (each, index) => ({ rule: absoluteUrls(ruleText(each), document.baseURI), index })) };
      });
    // By way of the document: a host that is gone by the time the player has caught up makes no sheets for the others.
    const doc = root.ownerDocument || (root as Document);
    if (styles.length || doc === root) send(ADOPTED_STYLE_SHEET, { id: mirror.id(doc), styleIds: doc.adoptedStyleSheets.map(idOf), styles });
    if (doc !== root) send(ADOPTED_STYLE_SHEET, { id, styleIds });
  }

  /** Sends what has changed in the declarations that scripts have in their hands. */
  function checkRules(): void {
    rules.forEach((before, rule) => {
      const { style, parentStyleSheet } = rule;
      const now = style.cssText;
      if (now === before) return;
      rules.set(rule, now);
      const to = where(parentStyleSheet);
      const owner: any = rule.parentRule || parentStyleSheet;
      const index = owner ? Array.prototype.indexOf.call(owner.cssRules, rule) : -1;
      // The player puts the new one in before it takes the old one out.
      if (to && index >= 0) send(STYLE_SHEET_RULE, { ...to, adds: [{ rule: rule.cssText, index: place(owner, index) }], removes: [{ index: place(owner, index + 1) }] });
    });
  }

  const watchRule = core.guard((rule: CSSStyleRule) => {
    const sheet = rule.parentStyleSheet;
    if (rules.has(rule) || !sheet || rules.size > MOST_RULES) return;
    // Reading the text asks for the style again, which must not begin anew.
    rules.set(rule, '');
    rules.set(rule, rule.style.cssText);
    core.soon(() => {
      if (sheet.ownerNode && rules.get(rule) !== rule.style.cssText) changed.add(sheet.ownerNode);
      checkRules();
    });
  });

  function observe(view: any): void {
    const insert = (self: any, [text, index]: any[]) => rule(self, { adds: [{ rule: absoluteUrls(text, (self.parentStyleSheet || self).href || document.baseURI), index: place(self, index || 0) }] });
    const remove = (self: any, [index]: any[]) => rule(self, { removes: [{ index: place(self, index || 0) }] });
    const on = (owner: any, name: string, run: (self: any, args: any[]) => void) => owner.hasOwnProperty(name) && core.undo(wrap(owner, name, core.guard(run)));
    for (const name of ['CSSStyleSheet', 'CSSGroupingRule', 'CSSMediaRule', 'CSSStyleRule']) {
      const owner = view[name] && view[name].prototype;
      if (!owner) continue;
      on(owner, 'insertRule', insert);
      on(owner, 'deleteRule', remove);
      on(owner, 'replaceSync', (self, [replaceSync]) => rule(self, { replaceSync }));
      on(owner, 'replace', (self, [replace]) => rule(self, { replace }));
    }
    // `rule.style.color = …` calls nothing that could be wrapped, so whoever asks for the style is watched.
    core.undo(watch(view.CSSStyleRule.prototype, 'style', undefined, watchRule));
    // `adoptedStyleSheets.push(…)` is a read.
    const adopts = core.guard(core.batch((root: Root) => adopt(root)));
    for (const name of ['Document', 'ShadowRoot']) core.undo(watch(view[name].prototype, 'adoptedStyleSheets', adopts, adopts));
    core.undo(watch(view.StyleSheet.prototype, 'disabled', core.guard((sheet: CSSStyleSheet) => sheet.ownerNode && core.again(sheet.ownerNode as Node))));
  }

  return {
    observe,
    adopt,
    checkRules,
    styleChanged: (style: Node, reset?: boolean): boolean => (reset ? changed.delete(style) : changed.has(style)),
    /** A new full snapshot: the player has adopted nothing, sheets are sent again when they are met. */
    restart(): void {
      sent = new WeakSet();
      adopted = new WeakMap();
    },
  };
}
