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

const SECRET = /passw|secret|(card|cc).?num|cvc|cvv|iban|ssn|\b(pin|otp)\b/i;
const SECRET_COMPLETE = /^cc-|password|one-time-code/;
const SECRET_QUERY = /([?&#;][^=&#]*(?:token|passw|secret|\bsig|key\b|auth|\bcode\b|\bjwt|mail|phone|\botp)[^=&#]*=)[^&#]+/gi;

export type Privacy = ReturnType<typeof createPrivacy>;

/** What of the page may be recorded, and how. The options may change later, all but the selectors. */
export function createPrivacy(options: PrivacyOptions) {
  const { unmask } = options;
  const selector = (word: string, own?: string) => `.claymore-${word},[data-claymore-${word}],.rr-${word}` + (valid(own) ? ',' + own : '');
  const blocks = selector('block', options.block) + ',.ph-no-capture';
  const masks = selector('mask', options.mask);
  const ignores = selector('ignore', options.ignore);
  const any = [blocks, masks, ignores].join();
  const unmasks = valid(unmask) && unmask;
  const secrets = new WeakSet<Element>();

  /** Passwords, cards, codes: masked whatever the options say, also once "show password" has made them a text field. */
  function secret(element: Element): boolean {
    const get = (name: string) => element.getAttribute(name) || '';
    const found = secrets.has(element) || /^password$/i.test(get('type')) || SECRET_COMPLETE.test(get('autocomplete')) || SECRET.test(get('name') + ' ' + get('id'));
    if (found) secrets.add(element);
    return found;
  }

  /** The flags of an element, from its own marks and those of its parent. */
  function flags(element: Element, inherited: number): number {
    let flags = inherited & ~BLOCKED;
    if (unmasks && flags & MASKED && element.matches(unmasks)) flags &= ~MASKED;
    if (element.matches(any)) {
      if (element.matches(blocks)) flags |= BLOCKED;
      if (element.matches(masks)) flags |= MASKED;
      if (element.matches(ignores)) flags |= IGNORED;
    }
    return flags;
  }

  /** The same, for an element that may never have been recorded: its ancestors are asked. */
  function flagsAbove(element: Element): number {
    const parent = element.parentElement || (element.getRootNode() as ShadowRoot).host;
    const above = parent ? flagsAbove(parent) : options.maskAllText ? MASKED : 0;
    return flags(element, above) | (above & BLOCKED);
  }

  return {
    options,
    flags,
    flagsAbove,

    text: (text: string): string => text.replace(/\S/g, '*'),

    /** Whether what a person typed into the field must not be seen. */
    masksInput: (element: Element, flags: number): boolean =>
      !!(flags & MASKED) || secret(element) || (options.maskAllInputs !== false && !(unmasks && element.closest(unmasks))),

    url(url: string): string {
      const clean = url.replace(SECRET_QUERY, '$1*').replace(/^(\w+:\/\/)[^/@]*@/, '$1');
      return options.maskUrl ? options.maskUrl(clean) : clean;
    },
  };
}

/** A selector with a mistake must not switch the others off. */
function valid(selector?: string): boolean {
  try {
    return !!selector && !document.createDocumentFragment().querySelector(selector);
  } catch {
    return false;
  }
}
