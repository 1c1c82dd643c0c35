import { flagsOf } from '../recorder/privacy';

const MADE_UP = /\d{3,}|[0-9a-f]{8}|^(:|radix|react-|ember|ng-|headlessui|mui-)|__/i;
const TEST_IDS = 'data-testid data-test data-cy data-qa'.split(' ');
const PRESSABLE = 'a,button,summary,label,select,option,[type=submit],[type=button],[role=button],[role=link],[role=tab],[role=menuitem]';
/** The text of more elements takes long, and is no label. */
const MOST_INSIDE = 100;

/** A selector that survives a build: test ids and ids a person wrote, then names and a short path. */
export function selectorOf(element: Element): string {
  const path: string[] = [];
  for (let at: Element | null = element; at && path.length < 6; at = at.parentElement) {
    const own = anchor(at);
    path.unshift(own || step(at));
    if (own || at.localName === 'body') break;
  }
  return path.join(' > ');
}

const written = (name: string | null): string => (name && name.length < 40 && !MADE_UP.test(name) ? CSS.escape(name) : '');

function anchor(element: Element): string {
  for (const name of TEST_IDS) {
    const value = element.getAttribute(name);
    if (value) return `[${name}=${JSON.stringify(value)}]`;
  }
  const id = written(element.getAttribute('id'));
  return id && '#' + id;
}

function step(element: Element): string {
  const { localName, parentElement } = element;
  const name = written(element.getAttribute('name'));
  if (name) return `${localName}[name=${name}]`;
  const classes = Array.from(element.classList, written).filter(Boolean);
  if (classes[0] || !parentElement) return [localName, ...classes.slice(0, 2)].join('.');
  return `${localName}:nth-child(${Array.from(parentElement.children).indexOf(element) + 1})`;
}

/** The button or link that a click is meant for, or nothing. */
export const pressable = (element: Element): Element | null => element.closest(PRESSABLE);

/** Whether what is written on an element is little, and of the page: not what somebody typed or chose, with nothing private inside. */
export function legible(element: Element): boolean {
  const inside = element.getElementsByTagName('*');
  const filled = (each: any) => each.isContentEditable || /^(option|textarea)$/.test(each.localName);
  return inside.length < MOST_INSIDE && !filled(element) && !Array.from(inside).some((each) => filled(each) || flagsOf(each, 0));
}

/** What is written on an element, short. */
export function labelOf(element: any): string {
  const text = (element.localName === 'input' && element.value) || element.getAttribute('aria-label') || element.innerText || element.textContent || element.title || element.querySelector('img')?.alt || '';
  return text.replace(/\s+/g, ' ').trim().slice(0, 100);
}
