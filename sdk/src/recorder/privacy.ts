import { BLOCKED, IGNORED, MASKED } from './mirror';

export interface PrivacyOptions {
  /** Inputs are masked unless this is `false`. Passwords, cards and one-time codes are masked whatever it says. */
  maskAllInputs?: boolean;
  /** Masks every text of the page. Default `false`. */
  maskAllText?: boolean;
  /** Selector of elements that are recorded as an empty box, beside `.claymore-block` and its aliases. */
  block?: string;
  /** Selector of elements whose texts, titles and labels are masked, beside `.claymore-mask`. */
  mask?: string;
  /** Selector of form fields whose input is not recorded, beside `.claymore-ignore`. */
  ignore?: string;
  /** Selector of elements that are shown although everything is masked; never passwords or cards. */
  unmask?: string;
  /** Changes or shortens a URL before it leaves the page. Runs after secrets in the query were removed. */
  maskUrl?: (url: string) => string;
}

const names = (word: string) => `.claymore-${word},[data-claymore-${word}],.rr-${word}`;
const SECRET = /passw|secret|card.?num|cc.?num|cvc|cvv|iban|ssn|\bpin\b|\botp\b/i;
const SECRET_COMPLETE = /^cc-|password|one-time-code/;
const SECRET_QUERY = /([?&#;](?:[^=&#]*(?:token|passw|secret|signature|api_?key|auth)[^=&#]*|code|key|sig|jwt|email|e-mail|phone|session_?id|otp)=)[^&#]+/gi;

/** What of the page may be recorded, and how. */
export class Privacy {
  private readonly block: string;
  private readonly mask: string;
  private readonly ignore: string;
  private readonly any: string;
  /** Selectors of the application may look at any attribute. */
  readonly custom: boolean;
  private readonly wasPassword = new WeakSet<Element>();

  constructor(readonly options: PrivacyOptions) {
    const join = (base: string, more?: string) => valid(more) ? base + ',' + more : base;
    this.block = join(names('block') + ',.ph-no-capture', options.block);
    this.mask = join(names('mask'), options.mask);
    this.ignore = join(names('ignore'), options.ignore);
    this.custom = !!(options.block || options.mask || options.ignore || options.unmask);
    this.any = [this.block, this.mask, this.ignore].join();
  }

  /** The flags of an element, from its own marks and those of its parent. */
  flags(element: Element, inherited: number): number {
    let flags = inherited & ~BLOCKED;
    if (this.options.maskAllText) flags |= MASKED;
    if (element.matches(this.any)) {
      if (element.matches(this.block)) flags |= BLOCKED;
      if (element.matches(this.mask)) flags |= MASKED;
      if (element.matches(this.ignore)) flags |= IGNORED;
    }
    if (flags & MASKED && this.unmasked(element) && !element.matches(this.mask)) flags &= ~MASKED;
    return flags;
  }

  /** The same, for an element that was never recorded: its ancestors are asked. */
  flagsAbove(element: Element): number {
    let flags = this.options.maskAllText && !this.unmasked(element, true) ? MASKED : 0;
    for (let host: Element | null = element; host; host = outside(host)) {
      if (host.closest(this.block)) flags |= BLOCKED;
      if (host.closest(this.mask)) flags |= MASKED;
    }
    return flags;
  }

  text(text: string): string {
    return text.replace(/\S/g, '*');
  }

  /** Whether what a person typed into the field must not be seen. */
  masksInput(element: Element, flags: number): boolean {
    return !!(flags & MASKED) || this.secret(element) || (this.options.maskAllInputs !== false && !this.unmasked(element, true));
  }

  /** Passwords, cards, codes: masked whatever the options say, also once "show password" has made them a text field. */
  secret(element: Element): boolean {
    if (this.wasPassword.has(element)) return true;
    const get = (name: string) => element.getAttribute(name) || '';
    const found = get('type').toLowerCase() === 'password' || SECRET_COMPLETE.test(get('autocomplete')) || SECRET.test(get('name') + ' ' + get('id'));
    if (found) this.wasPassword.add(element);
    return found;
  }

  url(url: string): string {
    const clean = url.replace(SECRET_QUERY, '$1*').replace(/^(\w+:\/\/)[^/@]*@/, '$1');
    return this.options.maskUrl ? this.options.maskUrl(clean) : clean;
  }

  private unmasked(element: Element, above?: boolean): boolean {
    const selector = this.options.unmask;
    return !!selector && valid(selector) && !!(above ? element.closest(selector) : element.matches(selector));
  }
}

function outside(element: Element): Element | null {
  return (element.getRootNode() as ShadowRoot).host || null;
}

/** A selector with a mistake must not switch the others off. */
function valid(selector?: string): boolean {
  try {
    return !!selector && !document.createDocumentFragment().querySelector(selector);
  } catch {
    return false;
  }
}
