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

/** Where people write into the page itself. */
const EDITABLE = '[contenteditable]:not([contenteditable=false])';
const SECRET = /passw|pwd|secret|security.?code|(card|cc).?num|cvc|cvv|iban|ssn|\b(pin|otp)\b/i;
const SECRET_COMPLETE = /\bcc-|password|one-time-code/i;
const SECRET_QUERY = /token|passw|pwd|secret|\bsig|key\b|auth|\bcode\b|\bjwt|mail|phone|\botp|sessi|\b(pass|sid)\b/i;
/** What parts a query; in code where an address is in another. */
const SEPARATORS = /([?&#;=]|%(?:25)*(?:23|26|3[bdf]))/i;

// What of the page may be recorded, and how.

/** May get stricter at any time, but for the selectors. */
let options: PrivacyOptions;
let blocks: string;
let masks: string;
let ignores: string;
/** One question for all, since most elements have none. */
let any: string;
let unmasks: string | false | undefined;
const secrets = new WeakSet<Element>();

export function protect(given: PrivacyOptions): void {
  options = given;
  [blocks, masks, ignores] = (['block', 'mask', 'ignore'] as const).map(
    (word) => `.claymore-${word},[data-claymore-${word}],.rr-${word}` + (valid(given[word]) ? ',' + given[word] : ''),
  );
  blocks += ',.ph-no-capture';
  any = [blocks, masks, ignores, EDITABLE].join();
  unmasks = valid(given.unmask) && given.unmask;
}

/** The flags of an element, from its own marks and those of its parent. */
export function flagsOf(element: Element, inherited: number): number {
  let flags = inherited & ~BLOCKED;
  if (unmasks && flags & MASKED && element.matches(unmasks)) flags &= ~MASKED;
  if (element.matches(any)) {
    if (element.matches(blocks)) flags |= BLOCKED;
    if (element.matches(masks) || (element.matches(EDITABLE) && masksTyped(element))) flags |= MASKED;
    if (element.matches(ignores)) flags |= IGNORED;
  }
  return flags;
}

/** The same, for an element that may never have been recorded: its ancestors are asked. */
export function flagsAbove(element: Element): number {
  const parent = element.parentElement || (element.getRootNode() as ShadowRoot).host;
  const above = parent ? flagsAbove(parent) : options.maskAllText ? MASKED : 0;
  return flagsOf(element, above) | (above & BLOCKED);
}

export const maskText = (text: string): string => text.replace(/\S/g, '*');

/** Passwords, cards, codes: masked whatever the options say, also once "show password" has made them a text field. */
function secret(element: Element): unknown {
  const get = (name: string) => element.getAttribute(name) || '';
  return secrets.has(element) || ((/^password$/i.test(get('type')) || SECRET_COMPLETE.test(get('autocomplete')) || SECRET.test(get('name') + ' ' + get('id'))) && secrets.add(element));
}

const masksTyped = (element: Element): boolean => options.maskAllInputs !== false && !(unmasks && element.closest(unmasks));

/** Whether what a person typed into the field must not be seen. */
export const masksInput = (element: Element, flags: number): boolean => !!(secret(element) || flags & MASKED || masksTyped(element));

/** A URL as it may leave the page. */
export function cleanUrl(url: string): string {
  let clean = url.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
  // Most have neither such a name nor another address in code, and links are many.
  if (SECRET_QUERY.test(clean) || /3d/i.test(clean)) {
    let hidden = false;
    clean = clean
      .split(SEPARATORS)
      .map((part, i, parts) => {
        // A secret may have anything in it, so it ends where the address itself has another parameter.
        if (/^[&#]$/.test(part)) hidden = false;
        if (hidden) return '';
        hidden = i > 1 && /=|3d$/i.test(part) && SECRET_QUERY.test(parts[i - 1]);
        return hidden ? part + '*' : part;
      })
      .join('');
  }
  return options.maskUrl ? options.maskUrl(clean) : clean;
}

/** A selector with a mistake must not switch the others off. */
function valid(selector?: string): boolean {
  try {
    return !!selector && !document.createDocumentFragment().querySelector(selector);
  } catch {
    return false;
  }
}
