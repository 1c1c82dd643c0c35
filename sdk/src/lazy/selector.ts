const MADE_UP = /\d{3,}|[0-9a-f]{8}|^(:|radix|react-|ember|ng-|headlessui|mui-)|__/i;
const TEST_IDS = ['data-testid', 'data-test', 'data-cy', 'data-qa'];
const PRESSABLE = 'a,button,summary,label,select,option,input[type=submit],input[type=button],[role=button],[role=link],[role=tab],[role=menuitem]';

/** A selector that survives a build: test ids and ids a person wrote, then names and a short path. */
export function selectorOf(element: Element): string {
  const path: string[] = [];
  for (let at: Element | null = element; at && path.length < 6; at = at.parentElement) {
    const own = anchor(at);
    path.unshift(own || step(at));
    if (own || at.nodeName === 'BODY') break;
  }
  return path.join(' > ').slice(0, 500);
}

function anchor(element: Element): string {
  for (const name of TEST_IDS) {
    const value = element.getAttribute(name);
    if (value) return `[${name}="${value.replace(/"/g, '\\"')}"]`;
  }
  const id = element.getAttribute('id');
  return id && !MADE_UP.test(id) ? '#' + CSS.escape(id) : '';
}

function step(element: Element): string {
  const tag = element.localName;
  const name = element.getAttribute('name');
  if (name && !MADE_UP.test(name)) return `${tag}[name="${name}"]`;
  const classes = Array.from(element.classList).filter((each) => !MADE_UP.test(each) && each.length < 30);
  const own = tag + classes.slice(0, 2).map((each) => '.' + CSS.escape(each)).join('');
  const siblings = element.parentElement ? Array.from(element.parentElement.children).filter((each) => each.localName === tag) : [];
  return siblings.length > 1 ? own + `:nth-of-type(${siblings.indexOf(element) + 1})` : own;
}

/** The button or link that a click is meant for, or nothing. */
export const pressable = (element: Element): Element | null => element.closest(PRESSABLE);

/** What is written on an element, short. */
export function labelOf(element: Element): string {
  const value = element.nodeName === 'INPUT' ? (element as HTMLInputElement).value : '';
  const text = value || element.getAttribute('aria-label') || (element as HTMLElement).innerText || element.textContent || element.getAttribute('title') || element.querySelector?.('img')?.alt || '';
  return text.replace(/\s+/g, ' ').trim().slice(0, 100);
}
