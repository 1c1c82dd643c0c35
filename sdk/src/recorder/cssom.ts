import { watch, wrap } from '../natives';
import { absoluteUrls, ruleText } from './css';
import type { Core } from './core';
import { ADOPTED_STYLE_SHEET, STYLE_DECLARATION, STYLE_SHEET_RULE } from './format';

type Root = Document | ShadowRoot;

/** What scripts do with style sheets, of which the DOM tells nothing. */
export class StyleSheets {
  /** `<style>` elements that scripts have changed beyond their text. */
  private readonly changed = new WeakSet<Node>();
  private readonly ids = new WeakMap<CSSStyleSheet, number>();
  private sent = new WeakSet<CSSStyleSheet>();
  private adopted = new WeakMap<Root, CSSStyleSheet[]>();
  /** Rules whose `style` a script has in its hands, with their text when it was last sent. */
  private readonly rules = new Map<CSSStyleRule, string>();
  private last = 0;

  constructor(private readonly core: Core) {}

  isChanged(style: Node): boolean {
    return this.changed.has(style);
  }

  /** The text of a `<style>` was set anew, which undoes what scripts had done to its rules. */
  unchanged(style: Node): boolean {
    return this.changed.delete(style);
  }

  /** A new full snapshot: the player has adopted nothing, sheets are sent again when they are met. */
  restart(): void {
    this.sent = new WeakSet();
    this.adopted = new WeakMap();
  }

  observe(view: any): void {
    const { core } = this;
    const sheets = view.CSSStyleSheet?.prototype;
    const on = (owner: any, name: string, run: (self: any, args: any[]) => void) => core.undo(wrap(owner, name, core.guard(run)));
    const insert = (self: any, [rule, index]: any[]) => this.rule(self, { adds: [{ rule: this.text(self, rule), index: this.path(self, index || 0) }] });
    const remove = (self: any, [index]: any[]) => this.rule(self, { removes: [{ index: this.path(self, index || 0) }] });
    on(sheets, 'insertRule', insert);
    on(sheets, 'deleteRule', remove);
    on(sheets, 'addRule', (self, [selector, style]) => {
      insert(self, [`${selector}{${style || ''}}`, self.cssRules.length - 1]);
    });
    on(sheets, 'removeRule', remove);
    on(sheets, 'replaceSync', (self, [text]) => this.rule(self, { replaceSync: text }));
    on(sheets, 'replace', (self, [text]) => this.rule(self, { replace: text }));
    for (const name of ['CSSGroupingRule', 'CSSMediaRule', 'CSSConditionRule', 'CSSSupportsRule', 'CSSStyleRule']) {
      const rules = view[name]?.prototype;
      if (!rules) continue;
      if (Object.prototype.hasOwnProperty.call(rules, 'insertRule')) {
        on(rules, 'insertRule', insert);
        on(rules, 'deleteRule', remove);
      }
    }
    // `rule.style.color = …` calls nothing that could be wrapped, so whoever asks for the style is watched.
    if (view.CSSStyleRule) core.undo(watch(view.CSSStyleRule.prototype, 'style', undefined, core.guard((rule: CSSStyleRule) => this.watchRule(rule))));
    // `adoptedStyleSheets.push(…)` is a read.
    const adopt = core.guard((root: Root) => core.soon(() => this.adopt(root)));
    for (const name of ['Document', 'ShadowRoot']) if (view[name]) core.undo(watch(view[name].prototype, 'adoptedStyleSheets', adopt, adopt));
    if (view.StyleSheet) core.undo(watch(view.StyleSheet.prototype, 'disabled', core.guard((sheet: CSSStyleSheet) => this.disabled(sheet))));
  }

  /** Tells the player which constructed sheets a document or shadow root uses, when they are not those it has. */
  adopt(root: Root): void {
    const { core } = this;
    const id = core.mirror.id(root);
    const sheets = root.adoptedStyleSheets;
    if (!id || !sheets) return;
    const before = this.adopted.get(root) || [];
    const fresh = sheets.filter((sheet) => !this.sent.has(sheet));
    if (!fresh.length && sheets.length === before.length && sheets.every((sheet, i) => sheet === before[i])) return;
    this.adopted.set(root, Array.from(sheets));
    const data: any = { id, styleIds: sheets.map((sheet) => this.id(sheet)) };
    if (fresh.length) {
      data.styles = fresh.map((sheet) => ({
        styleId: this.id(sheet),
        rules: sheet.disabled ? [] : Array.from(sheet.cssRules, (rule, index) => ({ rule: absoluteUrls(ruleText(rule), document.baseURI), index })),
      }));
      fresh.forEach((sheet) => this.sent.add(sheet));
    }
    core.send(ADOPTED_STYLE_SHEET, data);
  }

  /** Sends what has changed in the declarations that scripts have in their hands. */
  checkRules(): void {
    this.rules.forEach((before, rule) => {
      const now = rule.style.cssText;
      if (now === before) return;
      this.rules.set(rule, now);
      const where = this.where(rule.parentStyleSheet);
      const index = this.pathOf(rule);
      if (!where || !index) return;
      const old = declarations(before);
      const style = rule.style;
      const send = (change: object) => this.core.send(STYLE_DECLARATION, { ...where, index, ...change });
      for (let i = 0; i < style.length; i++) {
        const property = style[i];
        const value = style.getPropertyValue(property);
        const priority = style.getPropertyPriority(property);
        if (old.getPropertyValue(property) !== value || old.getPropertyPriority(property) !== priority) send({ set: { property, value, priority } });
      }
      for (let i = 0; i < old.length; i++) if (!style.getPropertyValue(old[i])) send({ remove: { property: old[i] } });
    });
  }

  private watchRule(rule: CSSStyleRule): void {
    if (this.rules.has(rule) || !rule.parentStyleSheet || this.rules.size > 500) return;
    this.rules.set(rule, '');
    this.rules.set(rule, rule.style.cssText);
    const owner = rule.parentStyleSheet.ownerNode;
    this.core.soon(() => {
      if (owner) this.changed.add(owner);
      this.checkRules();
    });
  }

  private disabled(sheet: CSSStyleSheet): void {
    const owner = sheet.ownerNode as Element | null;
    if (owner && this.core.mirror.id(owner)) this.again(owner);
  }
  again: (node: Node) => void = () => {};

  private rule(self: any, change: object): void {
    const sheet: CSSStyleSheet = self.parentStyleSheet || self;
    const owner = sheet.ownerNode as Node | null;
    if (owner) this.changed.add(owner);
    const where = this.where(sheet);
    if (!where) return;
    // The text the rule came after goes first; a sheet that goes with it has the rule already.
    const before = this.core.mirror.get(owner);
    this.core.sync();
    if (this.core.mirror.get(owner) === before) this.core.send(STYLE_SHEET_RULE, { ...where, ...change });
  }

  private where(sheet: CSSStyleSheet | null): { id?: number; styleId?: number } | undefined {
    if (!sheet) return undefined;
    const id = this.core.mirror.id(sheet.ownerNode as Node | null);
    if (id) return { id };
    return this.sent.has(sheet) ? { styleId: this.id(sheet) } : undefined;
  }

  private id(sheet: CSSStyleSheet): number {
    let id = this.ids.get(sheet);
    if (!id) this.ids.set(sheet, (id = ++this.last));
    return id;
  }

  private text(self: any, rule: string): string {
    return absoluteUrls(rule, (self.parentStyleSheet || self).href || document.baseURI);
  }

  private path(self: any, index: number): number | number[] {
    if (!self.parentStyleSheet) return index;
    return [...(this.pathOf(self) || []), index];
  }

  private pathOf(rule: CSSRule): number[] | undefined {
    const path: number[] = [];
    for (let at: CSSRule | null = rule; at; at = at.parentRule) {
      const siblings: CSSRuleList | undefined = ((at.parentRule as any) || at.parentStyleSheet)?.cssRules;
      const index = siblings ? Array.prototype.indexOf.call(siblings, at) : -1;
      if (index < 0) return undefined;
      path.unshift(index);
    }
    return path;
  }
}

let probe: HTMLElement | undefined;

function declarations(text: string): CSSStyleDeclaration {
  probe = probe || document.implementation.createHTMLDocument('').createElement('i');
  probe.style.cssText = text;
  return probe.style;
}
