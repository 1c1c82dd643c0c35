import { later, listen, native } from '../natives';
import { BLOCKED, MASKED } from '../recorder/mirror';
import { targetOf } from '../recorder/interaction';
import { labelOf, pressable, selectorOf } from './selector';
import type { Sink } from '../capture/sink';

const RAGE_CLICKS = 3;
const RAGE_MS = 1_000;
const RAGE_PX = 30;
const DEAD_MS = 1_000;

/** Clicks, and which of them were angry or went nowhere. */
export function judgeClicks(sink: Sink): (event: MouseEvent, at: number) => void {
  const { privacy } = sink;
  let burst: { x: number; y: number; at: number }[] = [];
  let waiting: (() => void)[] = [];
  // A click that is still being judged when the page ends did something: it ended the page.
  sink.onLeave(() => waiting.slice().forEach((settle) => settle()));

  const click = (event: MouseEvent, at: number) => {
    const target = targetOf(event) as Element;
    if (!target || target.nodeType !== 1) return;
    const flags = privacy.flagsAbove(target);
    const press = pressable(target);
    const shown = press || target;
    const field = /^(INPUT|TEXTAREA|SELECT)$/.test(shown.nodeName) && !/^(submit|button|reset)$/.test((shown as HTMLInputElement).type);
    const label = field || flags & BLOCKED || shown.childElementCount > 20 ? '' : labelOf(shown);
    const { clientX: x, clientY: y } = event;
    const fields: any = {
      selector: selectorOf(shown),
      text: flags & MASKED ? privacy.text(label) : label.replace(/\d[\d -]{10,}\d/g, '*'),
      x: Math.round(x),
      y: Math.round(y),
    };
    burst = burst.filter((each) => at - each.at < RAGE_MS && Math.hypot(each.x - x, each.y - y) < RAGE_PX);
    burst.push({ x, y, at });
    if (burst.length === RAGE_CLICKS) sink.event('click', { ...fields, name: 'rage' }, at);
    else if (!press || field || /^(LABEL|OPTION|SELECT)$/.test(press.nodeName) || !event.isTrusted || Date.now() - at > 50) sink.event('click', fields, at);
    else judge((dead) => sink.event('click', dead ? { ...fields, name: 'dead' } : fields, at), target);
  };

  /** Waits for anything at all to happen after a click on something that promises to do something. */
  function judge(verdict: (dead: boolean) => void, target: Element): void {
    const href = location.href;
    const { calls } = sink;
    const settle = (dead?: boolean) => {
      if (!waiting.includes(alive)) return;
      waiting = waiting.filter((each) => each !== alive);
      observer.disconnect();
      stop();
      verdict(!!dead);
    };
    const alive = sink.guard(() => settle());
    const observer = new (native<typeof MutationObserver>('MutationObserver'))(alive);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    const root = target.getRootNode();
    if (root !== document) observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    const stop = listen(window, 'scroll beforeunload hashchange popstate submit change select copy fullscreenchange toggle blur focusin', alive);
    waiting.push(alive);
    later(
      sink.guard(() => settle(location.href === href && sink.calls === calls)),
      DEAD_MS,
    );
  }

  return click;
}
