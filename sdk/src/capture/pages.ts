import { later, listen, wrap } from '../natives';
import type { Sink } from './sink';

/** Page views, also those of single-page navigation, how far people scrolled, and when they left. */
export function capturePages(sink: Sink, automatic: boolean): (properties?: object) => void {
  let href = '';
  let referrer = document.referrer;
  let begun = Date.now();
  let depth = 0;

  const measure = () => {
    const root = document.scrollingElement || document.documentElement;
    depth = Math.max(depth, Math.min(100, Math.round(((root.scrollTop + innerHeight) / root.scrollHeight) * 100)));
  };
  const leave = (url: string) => {
    sink.event('navigation', { name: 'leave', url, durationMs: Date.now() - begun, value: depth });
    if (depth) sink.event('scroll', { name: 'depth', url, value: depth });
  };
  const view = (properties?: object) => {
    if (href) leave(href);
    href = sink.privacy.url(location.href);
    begun = Date.now();
    depth = 0;
    sink.event('pageview', { referrer: sink.privacy.url(referrer), ...properties });
    referrer = href;
    later(sink.guard(measure), 300);
  };
  let raw = location.href;
  const changed = sink.guard(() => {
    if (page(location.href) === page(raw)) return;
    raw = location.href;
    // Routers set the title after the address.
    later(sink.guard(view), 0);
  });
  const scrolled = sink.guard(() => {
    timer = timer || later(sink.guard(() => {
      timer = 0;
      measure();
    }), 300);
  });
  let timer = 0;
  if (automatic) {
    view();
    for (const name of ['pushState', 'replaceState']) sink.undo(wrap(history, name, changed));
    sink.undo(listen(window, 'popstate hashchange', changed));
  }
  sink.undo(listen(window, 'scroll', scrolled));
  sink.onLeave((ends) => ends && href && leave(href));
  return view;
}

/** A fragment is another page only when it is used as a path. */
const page = (url: string): string => url.replace(/#(?![!/]).*$/, '');
