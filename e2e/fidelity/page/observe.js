// Runs inside a page: describes what a person would see of a document, so that a live page and its replay can be compared.
// Plain data only: it crosses the DevTools protocol as JSON.

/** Settles everything that moves, so that boxes of two documents can be compared. */
export function settle(doc) {
  relayout(doc);
  for (let round = 0; round < 3; round++) {
    const animations = doc.getAnimations ? doc.getAnimations() : [];
    if (!animations.length) break;
    for (const animation of animations) {
      try {
        animation.finish();
      } catch {
        animation.cancel(); // an endless animation cannot finish
      }
    }
  }
  for (const frame of doc.querySelectorAll('iframe, frame')) {
    const inner = frameDocument(frame);
    if (inner) settle(inner);
  }
}

/** Lays the document out from nothing: the widths of misnested tables depend on the order in which their parts came. */
function relayout(doc) {
  const root = doc.documentElement;
  if (!root || !root.style) return;
  const scrolled = [];
  const gather = (parent) => {
    for (const element of parent.querySelectorAll('*')) {
      if (element.scrollLeft || element.scrollTop) scrolled.push([element, element.scrollLeft, element.scrollTop]);
      if (element.shadowRoot) gather(element.shadowRoot);
    }
  };
  gather(doc);
  const style = root.getAttribute('style');
  root.style.setProperty('display', 'none', 'important');
  root.getBoundingClientRect();
  if (style === null) root.removeAttribute('style');
  else root.setAttribute('style', style);
  for (const [element, left, top] of scrolled) element.scrollTo({ left, top, behavior: 'instant' });
}

export function frameDocument(frame) {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}

/** The tree of a document: `t` kind, `n` name, `a` attributes, `p` properties, `b` box, `c` children, `s` shadow, `d` frame, `r` rules. */
export function observe(doc) {
  const base = doc.baseURI;
  return {
    t: 'document',
    base,
    mode: doc.compatMode,
    scroll: scrollOf(doc.scrollingElement),
    adopted: sheets(doc.adoptedStyleSheets, base),
    c: children(doc, base),
  };
}

function children(parent, base) {
  const list = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    const seen = describe(node, base);
    if (seen) list.push(seen);
  }
  return list;
}

function describe(node, base) {
  switch (node.nodeType) {
    case 1:
      return element(node, base);
    case 3:
      return { t: 'text', v: node.data };
    case 4:
      return { t: 'cdata', v: node.data };
    case 8:
      return { t: 'comment', v: node.data };
    case 10:
      return { t: 'doctype', n: node.name, publicId: node.publicId, systemId: node.systemId };
    default:
      return null;
  }
}

function element(node, base) {
  const seen = { t: 'element', n: node.localName, ns: node.namespaceURI, a: {} };
  for (const { name, value } of node.attributes) seen.a[name] = value;
  seen.p = properties(node);
  const rect = node.getBoundingClientRect();
  seen.b = [rect.x, rect.y, rect.width, rect.height].map((number) => Math.round(number * 10) / 10);
  const scroll = scrollOf(node);
  if (scroll && node !== node.ownerDocument.scrollingElement) seen.scroll = scroll;
  if (node.sheet && (node.localName === 'style' || node.localName === 'link')) {
    // Alternate sheets are not applied, though they are not called disabled.
    seen.r = node.sheet.disabled || (node.title && /alternate/.test(node.rel)) ? [] : rules(node.sheet, node.sheet.href || base);
    seen.media = node.sheet.media.mediaText;
  }
  const shadow = node.shadowRoot || (globalThis.__closedRoots && globalThis.__closedRoots.get(node)); // a fixture tells of its closed ones
  if (shadow) {
    seen.s = { c: children(shadow, base), adopted: sheets(shadow.adoptedStyleSheets, base) };
  }
  if (node.localName === 'iframe' || node.localName === 'frame') {
    const inner = frameDocument(node);
    if (inner) seen.d = observe(inner);
  }
  seen.c = children(node, base);
  return seen;
}

function scrollOf(node) {
  if (!node || (!node.scrollLeft && !node.scrollTop)) return undefined;
  return [Math.round(node.scrollLeft), Math.round(node.scrollTop)];
}

function properties(node) {
  switch (node.localName) {
    case 'input':
      return node.type === 'file'
        ? {}
        : { value: node.value, checked: !!node.checked, type: node.type };
    case 'textarea':
      return { value: node.value };
    case 'select':
      return { selected: Array.from(node.options, (option) => (option.selected ? 1 : 0)).join('') };
    case 'dialog':
      return { open: node.open, modal: node.matches(':modal') };
    default:
      if (node.hasAttribute('popover')) return { shown: getComputedStyle(node).display !== 'none' };
      return undefined;
  }
}

function sheets(list, base) {
  return Array.from(list || [], (sheet) => rules(sheet, base));
}

/** Rules as text with imports inlined the way a recorder has to, addresses made absolute. */
function rules(sheet, base) {
  let list;
  try {
    list = sheet.cssRules;
  } catch {
    return null; // another origin's: nobody may read it
  }
  const texts = [];
  for (const rule of list) {
    if (rule.type === 3) {
      const inner = rule.styleSheet && rules(rule.styleSheet, rule.styleSheet.href || base);
      if (!inner) texts.push(rule.cssText);
      else if (rule.media.length) texts.push(`@media ${rule.media.mediaText} { ${inner.join(' ')} }`);
      else texts.push(...inner);
    } else if (rule.type === 4 && rule.media.mediaText === 'all') {
      texts.push(...rules(rule, base)); // how a recorder may write down an import: it means the same
    } else {
      texts.push(absolute(rule.cssText, base));
    }
  }
  return texts;
}

function absolute(text, base) {
  return text.replace(/url\((['"]?)(.*?)\1\)/g, (all, quote, address) => {
    if (/^(data:|blob:|#|about:)/.test(address)) return all;
    try {
      return `url("${new URL(address, base).href}")`;
    } catch {
      return all;
    }
  });
}

/** True when nothing that changes boxes is still loading. */
export function loaded(doc) {
  if (doc.fonts && doc.fonts.status !== 'loaded') return false;
  for (const image of doc.images) if (!image.complete && image.loading !== 'lazy') return false;
  for (const link of doc.querySelectorAll('link[rel~=stylesheet]')) {
    if (!link.sheet && link.href && !link.disabled && link.dataset.loadable !== 'no') return false;
  }
  for (const frame of doc.querySelectorAll('iframe')) {
    const inner = frameDocument(frame);
    if (inner && inner.body && !loaded(inner)) return false;
  }
  return true;
}
