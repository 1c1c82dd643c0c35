// Compares what was seen of a live page with what was seen of its replay. What the player itself does to every
// recording is left out, and nothing else: see docs/guides/recorder-fidelity.md for the list and its reasons.

const ADDRESSES = new Set(['src', 'href', 'xlink:href', 'srcset', 'action', 'formaction', 'poster', 'background', 'data', 'cite', 'longdesc']);
const OPAQUE = new Set(['script', 'style', 'textarea', 'object', 'embed', 'link']);
const PIXELS = 1.5;

/** All differences, each `{path, what, live, replay}`. */
export function differences(live, replay) {
  const found = [];
  documents(live, replay, '', found);
  return found;
}

function report(found, path, what, live, replay) {
  found.push({ path, what, live, replay });
}

function documents(live, replay, path, found) {
  if (!replay) return report(found, path, 'frame is empty', 'a document', undefined);
  if (!near(live.scroll || [0, 0], replay.scroll || [0, 0])) report(found, path, 'scroll', live.scroll, replay.scroll);
  adopted(live.adopted, replay.adopted, path, found);
  const doctype = live.c.some((node) => node.t === 'doctype');
  lists(live.c, doctype ? replay.c : replay.c.filter((node) => node.t !== 'doctype'), path, live.base, found);
}

function lists(live, replay, path, base, found) {
  const mine = live;
  const theirs = replay.filter((node) => !playersOwn(node));
  if (mine.length !== theirs.length) {
    report(found, path, 'children', outline(mine), outline(theirs));
  }
  const counts = {};
  for (let index = 0; index < Math.min(mine.length, theirs.length); index++) {
    const name = mine[index].n || '#' + mine[index].t;
    counts[name] = (counts[name] || 0) + 1;
    nodes(mine[index], theirs[index], `${path}/${name}${counts[name] > 1 ? `[${counts[name]}]` : ''}`, base, found);
  }
}

/** The style element that the player puts into every document it builds. */
function playersOwn(node) {
  return node.n === 'style' && (node.r || []).some((rule) => rule.startsWith('.rr-block') || rule.includes('html.rrweb-paused'));
}

function outline(list) {
  const names = list.map((node) => node.n || '#' + node.t);
  return names.length > 14 ? `${names.slice(0, 14).join(' ')} … (${names.length})` : names.join(' ');
}

function nodes(live, replay, path, base, found) {
  if (live.t !== replay.t) return report(found, path, 'node type', live.t, replay.t);
  if (live.t === 'element') return elements(live, replay, path, base, found);
  if (live.t === 'doctype') {
    if (live.n !== replay.n || live.publicId !== replay.publicId || live.systemId !== replay.systemId) report(found, path, 'doctype', live, replay);
    return undefined;
  }
  if (live.v !== replay.v) report(found, path, live.t, live.v, replay.v);
  return undefined;
}

function elements(live, replay, path, base, found) {
  if (!sameName(live, replay)) return report(found, path, 'element', live.n, replay.n);
  if (live.n === 'script') return undefined;
  if (live.n === 'link' && !live.r) return undefined; // preloads, icons and the like: the player drops or disarms them
  if (live.n !== 'link') attributes(live, replay, path, base, found);
  if (live.r) styles(live, replay, path, found);
  form(live, replay, path, found);
  if (!near(live.b, replay.b)) report(found, path, 'box', live.b.join(' '), replay.b.join(' '));
  if (!near(live.scroll || [0, 0], replay.scroll || [0, 0])) report(found, path, 'scroll', live.scroll, replay.scroll);
  if (live.s) {
    if (!replay.s) report(found, path, 'shadow root', 'open', 'none');
    else {
      adopted(live.s.adopted, replay.s.adopted, path + '/#shadow', found);
      lists(live.s.c, replay.s.c, path + '/#shadow', base, found);
    }
  } else if (replay.s) report(found, path, 'shadow root', 'none', 'open');
  if (live.d) documents(live.d, replay.d, path + '/#document', found);
  if (!OPAQUE.has(live.n)) lists(live.c, replay.c, path, base, found);
  return undefined;
}

function sameName(live, replay) {
  if (live.n === replay.n) return live.ns === replay.ns;
  return (live.n === 'script' && replay.n === 'noscript') || (live.n === 'link' && replay.n === 'style');
}

function attributes(live, replay, path, base, found) {
  for (const name of new Set([...Object.keys(live.a), ...Object.keys(replay.a)])) {
    if (skipped(name, live, replay)) continue;
    const mine = clean(name, live.a[name]);
    // Popovers that are open are shown by their style.
    const theirs = clean(name, name === 'style' && 'popover' in live.a ? replay.a.style?.replace(/;display:[\w-]+$/, '') || live.a.style : replay.a[name]);
    if (mine === theirs) continue;
    if (mine !== undefined && theirs !== undefined && sameValue(name, mine, theirs, base)) continue;
    report(found, path, `attribute ${name}`, mine, theirs);
  }
}

function skipped(name, live, replay) {
  if (/^_?on/.test(name) || name.startsWith('rr_') || name.startsWith('data-rr') || name === 'nonce' || name === 'rrweb-original-srcset') return true;
  if (name === 'autocomplete' && replay.a[name] === 'off') return true;
  if (live.n === 'iframe' && (name === 'src' || name === 'srcdoc' || name === 'sandbox')) return true;
  if (live.n === 'meta' && name === 'content' && /content-security-policy/i.test(live.a['http-equiv'] || '')) return true;
  // Properties are compared instead.
  if (/^(input|textarea|select|option)$/.test(live.n) && /^(value|checked|selected)$/.test(name)) return true;
  if (/^(video|audio)$/.test(live.n) && /^(autoplay|src)$/.test(name)) return true;
  if (live.n === 'dialog' && name === 'open') return true;
  return false;
}

function clean(name, value) {
  if (name !== 'class' || value === undefined) return value;
  const kept = value.replace(/(^|\s)(rrweb-paused|:hover)(?=\s|$)/g, '');
  return kept === '' && value !== '' ? undefined : kept;
}

function sameValue(name, live, replay, base) {
  if (name === 'class') return live.trim() === replay.trim() && live !== replay ? live.split(/\s+/).join() === replay.split(/\s+/).join() : false;
  if (name === 'style') return declarations(live, base) === declarations(replay, base);
  if (!ADDRESSES.has(name)) return false;
  if (name === 'srcset') return candidates(live, base) === candidates(replay, base) && !/(^|,\s+)(?!\s|data:|https?:)./.test(replay);
  return resolve(live, base) === replay || (resolve(live.trim(), base) === resolve(replay, base) && /^https?:/.test(replay));
}

function candidates(text, base) {
  return (text.match(/[^\s,]\S*[^\s,](\s+[\d.]+[wx])?/g) || []).map((part) => part.replace(/^\S+/, (address) => resolve(address, base)).replace(/\s+/, ' ')).join(', ');
}

function resolve(address, base) {
  try {
    return new URL(address, base).href;
  } catch {
    return address;
  }
}

/** A style attribute's text, blind to spacing and to how addresses are written. */
function declarations(text, base) {
  return text
    .replace(/url\((['"]?)(.*?)\1\)/g, (all, quote, address) => `url(${/^(data|blob):|^#/.test(address) ? address : resolve(address, base)})`)
    .replace(/\s+/g, ' ')
    .replace(/\s*([:;,])\s*/g, '$1')
    .replace(/;$/, '')
    .trim();
}

function form(live, replay, path, found) {
  for (const name of Object.keys(live.p || {})) {
    const mine = live.p[name];
    const theirs = (replay.p || {})[name];
    if (name === 'type') continue;
    if (name === 'value' && live.p.type === 'password') {
      if (mine && theirs && mine === theirs) report(found, path, 'password in the open', '(a password)', '(the same)');
      continue;
    }
    if (mine !== theirs) report(found, path, `property ${name}`, mine, theirs);
  }
}

function styles(live, replay, path, found) {
  if (live.r === null) return;
  ruleLists(live.r, replay.r || [], path, found);
  const media = (text) => (text === 'all' ? '' : text || '').replace('device-', '');
  if (media(live.media) !== media(replay.media)) report(found, path, 'media', live.media, replay.media);
}

function adopted(live = [], replay = [], path, found) {
  if (live.length !== replay.length) return report(found, path, 'adopted sheets', live.length, replay.length);
  live.forEach((rules, index) => ruleLists(rules, replay[index], `${path}/adopted[${index}]`, found));
  return undefined;
}

function ruleLists(live, replay, path, found) {
  const mine = live.map(plainRule);
  const theirs = replay.map(plainRule);
  if (mine.length !== theirs.length) report(found, path, 'number of rules', mine.length, theirs.length);
  for (let index = 0; index < Math.min(mine.length, theirs.length); index++) {
    if (mine[index] !== theirs[index]) {
      report(found, path, `rule ${index}`, mine[index].slice(0, 300), theirs[index].slice(0, 300));
      if (mine.length !== theirs.length) return; // everything after is shifted
    }
  }
}

/** A rule without the `.\:hover` selectors the player adds to each `:hover` selector. */
function plainRule(text) {
  const plain = text.includes('.\\:hover') ? text.replace(/(^|[{};]\s*)([^{};]*\.\\:hover[^{};]*)(?=\{)/g, (all, before, selector) => before + withoutCopies(selector)) : text;
  return plain
    .replace(/\{([^{}]*!important[^{}]*)\}/g, (all, body) => `{${importantLast(body)}}`)
    .replace(/(min|max)-device-(width|height)/g, '$1-$2')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The browser writes declarations in the order they were set in, but important ones last when it has read them; they mean the same. */
function importantLast(body) {
  const list = body.trim().replace(/;$/, '').split('; ');
  const important = (each) => each.includes('!important');
  return ` ${[...list.filter((each) => !important(each)), ...list.filter(important)].join('; ')}; `;
}

function withoutCopies(selector) {
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at <= selector.length; at++) {
    const letter = selector[at];
    if (letter === '(' || letter === '[') depth++;
    else if (letter === ')' || letter === ']') depth--;
    else if ((letter === ',' && depth === 0) || at === selector.length) {
      parts.push(selector.slice(from, at));
      from = at + 1;
    }
  }
  return parts.filter((part) => !part.includes('.\\:hover')).join(',').trimEnd() + ' ';
}

function near(live, replay) {
  for (let index = 0; index < live.length; index++) {
    if (Math.abs(live[index] - (replay[index] ?? 0)) > PIXELS) return false;
  }
  return true;
}
