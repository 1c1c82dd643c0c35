import { useEffect, useRef } from 'react';

export interface Shortcut {
  /** `j`, `Enter`, `mod+k`, `?`, or two keys one after the other: `g s`. */
  keys: string;
  /** What it does, as the help shows it; without one it is not listed. */
  label?: string;
  run: (event: KeyboardEvent) => void;
  /** Also while the person types into a field or a dialog is open. */
  always?: boolean;
}

interface Scope {
  title: string;
  shortcuts: Shortcut[];
}

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const SEQUENCE_MS = 1_000;
const scopes = new Set<{ current: Scope }>();
let pending: { key: string; at: number } | undefined;
/** What the mouse went down on last, unless the keyboard has moved the focus since. */
let pointed: Element | undefined;

/** Shortcuts that hold while the component is mounted; the innermost (last mounted) scope wins. */
export function useShortcuts(title: string, shortcuts: Shortcut[]): void {
  const scope = useRef<Scope>({ title, shortcuts });
  useEffect(() => {
    scope.current = { title, shortcuts };
  });
  useEffect(() => {
    scopes.add(scope);
    return () => {
      scopes.delete(scope);
    };
  }, []);
}

export function listShortcuts(): { title: string; shortcuts: { keys: string; label: string }[] }[] {
  const groups = new Map<string, { keys: string; label: string }[]>();
  for (const { current } of scopes) {
    const group = groups.get(current.title) ?? [];
    for (const { keys, label } of current.shortcuts) if (label) group.push({ keys, label });
    if (group.length > 0) groups.set(current.title, group);
  }
  return [...groups].map(([title, shortcuts]) => ({ title, shortcuts })).reverse();
}

export function startShortcuts(): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === 'Tab') pointed = undefined;
    if (event.target instanceof Element && isOwnKey(event.key, event.target, pointed)) return;
    const typing = isTyping(event.target) || document.querySelector(DIALOG) !== null;
    const ordered = [...scopes].reverse().flatMap((scope) => scope.current.shortcuts);
    const hit = findShortcut(ordered, event, Date.now(), typing);
    if (!hit) return;
    event.preventDefault();
    hit.run(event);
  };
  const pointing = (event: PointerEvent) => {
    pointed = event.target instanceof Element ? event.target : undefined;
  };
  window.addEventListener('keydown', listener);
  window.addEventListener('pointerdown', pointing, true);
  return () => {
    window.removeEventListener('keydown', listener);
    window.removeEventListener('pointerdown', pointing, true);
  };
}

/** The first shortcut that the press completes; remembers the press as the possible start of a sequence. */
export function findShortcut<S extends Pick<Shortcut, 'keys' | 'always'>>(
  shortcuts: S[],
  press: KeyPress,
  now: number,
  typing = false,
): S | undefined {
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(press.key)) return undefined;
  const before = pending && now - pending.at < SEQUENCE_MS ? pending.key : undefined;
  pending = undefined;
  const usable = typing ? shortcuts.filter((shortcut) => shortcut.always) : shortcuts;
  const name = pressName(press);
  const sequence = before ? usable.find((shortcut) => shortcut.keys === `${before} ${name}`) : undefined;
  if (sequence) return sequence;
  const single = usable.find((shortcut) => shortcut.keys === name);
  if (single) return single;
  // Caps lock, or a letter that the help shows as a capital.
  const lower = usable.find((shortcut) => shortcut.keys.length === 1 && shortcut.keys === name.toLowerCase());
  if (lower) return lower;
  if (!typing && usable.some((shortcut) => shortcut.keys.startsWith(`${name} `))) pending = { key: name, at: now };
  return undefined;
}

export function pressName(press: KeyPress): string {
  const key = press.key === ' ' ? 'Space' : press.key;
  const mod = press.ctrlKey || press.metaKey ? 'mod+' : '';
  const alt = press.altKey ? 'alt+' : '';
  return mod + alt + (mod ? key.toLowerCase() : key);
}

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);
}

/** A key as people read it: `mod+k` is ⌘K or Ctrl K. */
export function showKeys(keys: string): string[] {
  if (keys.startsWith('mod+'))
    return [isMac() ? '⌘' : 'Ctrl', ...showKeys(keys.slice(4)).map((key) => key.toUpperCase())];
  const names: Record<string, string> = {
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Enter: '↵',
    Escape: 'Esc',
  };
  return keys.split(' ').map((key) => names[key] ?? key);
}

const DIALOG = '[role=dialog][aria-modal=true]';
const ENTERED = 'button, a[href], summary, [role=menuitem], [role=tab], [role=option]';
const SPACED = ENTERED.replace('a[href], ', '');

/** Whether the press is for the control that has the focus. Space after a click of the mouse is not: it plays on from where the click led. */
export function isOwnKey(key: string, focused: Pick<Element, 'closest'>, clicked: Element | undefined): boolean {
  if (key === 'Enter') return focused.closest(ENTERED) !== null;
  const control = key === ' ' ? focused.closest(SPACED) : null;
  return control !== null && !(clicked && control.contains(clicked));
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}
