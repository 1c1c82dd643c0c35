import { event, on, onLeave, place, said } from '../events';
import { guard } from '../listeners';
import { later, listen, native } from '../natives';
import { targetOf } from '../recorder/interaction';
import { BLOCKED, MASKED } from '../recorder/mirror';
import { calls } from './requests';
import { labelOf, legible, pressable, selectorOf } from './selector';
import { flagsAbove, maskText } from '../recorder/privacy';

const RAGE_CLICKS = 3;
const RAGE_MS = 1_000;
const RAGE_PX = 30;
const DEAD_MS = 1_000;

const SIGNS_OF_LIFE = 'scroll blur focusin change submit copy toggle play pause volumechange';

/** Clicks, and which of them were angry or went nowhere. */
export function captureClicks(): void {
  let burst: { x: number; y: number; at: number }[] = [];
  const judged = new Set<() => void>();
  let labelled: Element | undefined;
  // A click that is still being judged when the page ends did something: it ended the page.
  onLeave(() => judged.forEach((alive) => alive()));

  on(document, 'click', (click) => {
    const target = targetOf(click) as Element;
    if (!target || target.nodeType !== 1) return;
    const at = Date.now();
    const press: any = pressable(target);
    const shown = press || target;
    const flags = flagsAbove(shown);
    const field = /^(input|textarea|select)$/.test(shown.localName) && !/^(submit|button|reset)$/.test(shown.type);
    const label = field || flags & BLOCKED || !legible(shown) ? '' : labelOf(shown);
    const x = Math.round(click.clientX);
    const y = Math.round(click.clientY);
    const fields = { ...place(), selector: selectorOf(shown), text: flags & MASKED ? maskText(label) : label.replace(/\d[\d -]{10,}\d/g, '*'), x, y };
    const tell = (name: string) => event('click', { name, ...fields }, at);
    burst = burst.filter((each) => at - each.at < RAGE_MS && Math.hypot(each.x - x, each.y - y) < RAGE_PX);
    // The press before does this.
    if (!click.isTrusted) judged.forEach((alive) => alive());
    // A click on a label is followed by the browser's own on the field; a key or a script presses nothing.
    const again = target === labelled;
    labelled = again || !press ? undefined : press.control;
    const clicks = click.isTrusted && click.detail && !again ? burst.push({ x, y, at }) : 0;
    // The third may only have selected a paragraph, or have been made in a field.
    if (clicks >= RAGE_CLICKS && clicks === RAGE_CLICKS + +(!press && (field || !!String(getSelection())))) tell('rage');
    // Links to mail and to other programs are followed outside of the page.
    else if (!press || field || shown.isContentEditable || /^[^hj:]/.test(press.protocol || '') || press.matches('label,option,select,[download],[target]') || !click.isTrusted || click.ctrlKey || click.metaKey || click.shiftKey) tell('');
    else judge(target, tell);
  });

  /** Waits for anything at all to happen after a click on something that promises to do something. */
  function judge(target: Element, tell: (name: string) => void): void {
    const { href } = location;
    const before = calls + said;
    const settle = (name: string) => {
      if (!judged.delete(alive)) return;
      observer.disconnect();
      unlisten();
      tell(name);
    };
    const alive = guard(() => settle(''));
    const observer = new (native<typeof MutationObserver>('MutationObserver'))(alive);
    for (const root of [document, target.getRootNode()]) observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    const unlisten = listen(window, SIGNS_OF_LIFE, alive);
    judged.add(alive);
    later(guard(() => settle(location.href === href && calls + said === before ? 'dead' : '')), DEAD_MS);
  }
}
