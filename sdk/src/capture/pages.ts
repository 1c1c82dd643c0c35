import { active, event, on, onLeave, place, running } from '../events';
import { guard } from '../listeners';
import { later, listen, wrap } from '../natives';
import { cleanUrl } from '../recorder/privacy';

let href = '';
let referrer: string | undefined;
let begun: number;
let depth: number;
let timer = 0;

const here = () => cleanUrl(location.href);

const scrollDepth = () => {
  const page = document.scrollingElement || document.documentElement;
  timer = 0;
  depth = Math.max(depth, Math.min(100, Math.round(((page.scrollTop + innerHeight) / page.scrollHeight) * 100)));
};

const scrolled = () => (timer = timer || later(guard(scrollDepth), 300));

function leave({ title }: { title?: string } = place()): void {
  if (!href) return;
  const seen = { url: href, title, value: depth };
  event('navigation', { name: 'leave', durationMs: Date.now() - begun, ...seen });
  if (depth) event('scroll', { name: 'depth', ...seen });
  href = '';
}

/** A page is seen: what was seen before has been left, unless it belongs to a session that is over. */
export function view(properties?: object, before?: { title?: string }): void {
  leave(before);
  href = here();
  begun = Date.now();
  depth = 0;
  event('pageview', { referrer: cleanUrl(referrer ?? document.referrer), ...properties });
  referrer = href;
  scrolled();
}

/** The session has changed; what was seen in the last one is not left in this one. */
export const forgetView = (): unknown => (href = '');

/** A fragment is another page only when it is used as a path. */
const path = (url: string): string => url.replace(/#(?![!/]).*/, '');

/** Page views, also those of single-page navigation, how far people scrolled, and when they left. */
export function capturePages(): void {
  const another = () => running && path(here()) !== path(href);
  const changed = guard(() => {
    const before = place();
    // Routers set the title after the address. Whoever was away for long begins a session, which sees the page itself.
    later(guard(() => another() && (active(), another()) && view({}, before)), 0);
  });
  for (const method of ['pushState', 'replaceState']) wrap(history.hasOwnProperty(method) ? history : History.prototype, method, changed);
  listen(window, 'popstate hashchange', changed);
  on(window, 'scroll', scrolled);
  onLeave((ends) => ends && leave());
}
