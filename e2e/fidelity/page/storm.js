// Runs inside a page: a seeded storm of changes to its DOM, style sheets, shadow roots, frames, inputs and scroll positions.

const TAGS = ['div', 'span', 'p', 'ul', 'li', 'b', 'i', 'section', 'article', 'a', 'button', 'h3', 'table', 'tr', 'td', 'input', 'label', 'img', 'pre', 'x-storm', 'textarea', 'select'];
const WORDS = ['alpha', 'beta', 'größe', '日本語', 'שלום', '🙂', '<&>', '"quoted"', ' ', '\n', 'a  b', 'zeta', 'lorem ipsum', ''];
const DECLARATIONS = [
  ['padding', '3px'], ['margin', '2px 4px'], ['color', 'rgb(10, 20, 30)'], ['background', 'url("/asset/dot.png") no-repeat red'], ['width', '120px'],
  ['height', '30px'], ['display', 'block'], ['display', 'inline-block'], ['font-size', '17px'], ['border', '1px solid blue'], ['border-width', 'var(--storm)'],
  ['--storm', '3px'], ['line-height', '1.7'], ['overflow', 'auto'], ['text-indent', '5px'], ['max-width', '300px'], ['letter-spacing', '1px'], ['position', 'relative'],
];
const SELECTORS = ['.s0', '.s1', '.s2 > *', '.s3:hover', '.s4::before', 'p', 'li:nth-child(2n)', 'x-storm', '[data-s="1"]', '.s5, .s6', 'span.s7', ':host', 'div .s8'];
const HARD = new Set(['HTML', 'HEAD', 'BODY', 'SCRIPT', 'NOSCRIPT', 'META', 'TITLE', 'BASE', 'LINK', 'STYLE', 'FRAMESET', 'FRAME']);

/** mulberry32: small, seedable, good enough to choose with. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const STYLE_KINDS = new Set(['insertRule', 'deleteRule', 'nestedRule', 'declaration', 'adopt', 'replaceSync', 'addStyle', 'styleText', 'removeStyle']);

/** Seeds take turns: changes of the DOM, of style sheets, of everything at once. */
function suits(name, seed) {
  return seed % 3 === 0 || STYLE_KINDS.has(name) === (seed % 3 === 2);
}

/** Makes `steps` changes in uneven batches; resolves when the last one is made. Answers how many of each kind succeeded. */
export async function storm(seed, steps, only) {
  const world = new World(seed);
  const counts = {};
  const kinds = KINDS.filter(([name]) => (only ? only.includes(name) : suits(name, seed)));
  const total = kinds.reduce((sum, [, weight]) => sum + weight, 0);
  let done = 0;
  while (done < steps) {
    const batch = Math.min(steps - done, 1 + world.below(60));
    for (let index = 0; index < batch; index++) {
      let choice = world.random() * total;
      const [name, , change] = kinds.find(([, weight]) => (choice -= weight) < 0) || kinds[0];
      try {
        if (change(world) !== false) counts[name] = (counts[name] || 0) + 1;
      } catch {
        counts.refused = (counts.refused || 0) + 1; // e.g. HierarchyRequestError: part of the game
      }
    }
    done += batch;
    await pause(world.below(4));
  }
  return counts;
}

function pause(kind) {
  if (kind === 0) return Promise.resolve();
  if (kind === 1) return new Promise((resolve) => setTimeout(resolve));
  if (kind === 2) return new Promise((resolve) => setTimeout(resolve, 8));
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}

class World {
  constructor(seed) {
    this.random = random(seed);
    this.elements = [];
    this.texts = [];
    this.gather(document);
    this.limit = this.elements.length + 600;
  }

  below(count) {
    return Math.floor(this.random() * count);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  gather(node) {
    if (node.nodeType === 1) this.elements.push(node);
    else if (node.nodeType === 3) this.texts.push(node);
    if (node.shadowRoot) this.gather(node.shadowRoot);
    if (node.localName === 'iframe') {
      const inner = frame(node);
      if (inner) this.gather(inner);
    }
    for (let child = node.firstChild; child; child = child.nextSibling) this.gather(child);
  }

  /** A connected node of the pool that suits; nodes found gone are forgotten. */
  find(pool, suits = () => true) {
    for (let attempt = 0; attempt < 40 && pool.length; attempt++) {
      const at = this.below(pool.length);
      const node = pool[at];
      if (!node.isConnected || !node.ownerDocument.defaultView) {
        pool[at] = pool[pool.length - 1];
        pool.pop();
      } else if (suits(node)) {
        return node;
      }
    }
    return null;
  }

  soft(node) {
    return !HARD.has(node.nodeName.toUpperCase()) && !(node.closest && node.closest('head, script, noscript, style, math'));
  }

  element() {
    return this.find(this.elements, (node) => this.soft(node));
  }

  /** Where children may go: soft elements, bodies and shadow roots. */
  parent() {
    const found = this.find(
      this.elements,
      (node) => node.nodeName === 'BODY' || (this.soft(node) && !/^(input|img|textarea|select|option|iframe|br|hr|video|audio|canvas|template|source|picture)$/.test(node.localName)),
    );
    return found && found.shadowRoot && this.random() < 0.6 ? found.shadowRoot : found;
  }

  root() {
    const node = this.find(this.elements);
    return node ? node.getRootNode() : document;
  }

  sheet() {
    const root = this.root();
    const list = [...(root.styleSheets || []), ...(root.adoptedStyleSheets || [])].filter(readable);
    return list.length ? this.pick(list) : null;
  }

  rule() {
    const body = Array.from({ length: 1 + this.below(3) }, () => this.pick(DECLARATIONS).join(': ')).join('; ');
    const rule = `${this.pick(SELECTORS)} { ${body} }`;
    return this.random() < 0.15 ? `@media (min-width: ${this.below(900)}px) { ${rule} }` : rule;
  }

  word() {
    return this.pick(WORDS) + this.below(100);
  }
}

function frame(node) {
  try {
    return node.contentDocument;
  } catch {
    return null;
  }
}

function readable(sheet) {
  try {
    return !!sheet.cssRules;
  } catch {
    return false;
  }
}

function build(world, doc, depth) {
  const svg = world.random() < 0.05;
  const node = svg ? doc.createElementNS('http://www.w3.org/2000/svg', 'svg') : doc.createElement(world.pick(TAGS));
  dress(world, node);
  if (svg) {
    const shape = doc.createElementNS('http://www.w3.org/2000/svg', world.pick(['rect', 'circle', 'g', 'text']));
    shape.setAttribute('width', String(world.below(50)));
    shape.setAttribute('height', '10');
    node.append(shape);
  } else if (node.localName === 'select') {
    for (let index = 0; index < 3; index++) node.append(new Option(world.word(), String(index)));
  } else if (node.localName === 'textarea') {
    node.append(world.word());
  } else if (node.localName === 'img') {
    node.src = '/asset/dot.png?' + world.below(3);
    node.width = 5 + world.below(20);
    node.height = 5;
  } else if (node.localName !== 'input') {
    const count = world.below(4);
    for (let index = 0; index < count; index++) {
      const kind = world.random();
      if (depth > 0 && kind < 0.5) node.append(build(world, doc, depth - 1));
      else if (kind < 0.9) node.append(doc.createTextNode(world.word()));
      else node.append(doc.createComment(world.word()));
    }
  }
  return node;
}

function dress(world, node) {
  node.setAttribute('class', 's' + world.below(10));
  if (world.random() < 0.2) node.setAttribute('data-s', String(world.below(3)));
  if (world.random() < 0.1) node.setAttribute('title', world.word());
  if (world.random() < 0.1) node.setAttribute('href', world.pick(['#here', 'other?x=1&y=2', 'https://example.test/a b', '../up']));
  if (world.random() < 0.1) node.style.cssText = world.pick(DECLARATIONS).join(':');
}

function among(world, parent) {
  const count = parent.childNodes.length;
  return count ? parent.childNodes[world.below(count + 1)] || null : null;
}

/** Name, weight, change. A change answers false when it found nothing to do. */
const KINDS = [
  ['add', 14, (world) => {
    const parent = world.parent();
    if (!parent || world.elements.length > world.limit) return false;
    const node = build(world, parent.ownerDocument, 3);
    parent.insertBefore(node, among(world, parent));
    world.gather(node);
  }],
  ['addMany', 2, (world) => {
    const parent = world.parent();
    if (!parent || world.elements.length > world.limit) return false;
    const fragment = parent.ownerDocument.createDocumentFragment();
    for (let index = 0; index < 8; index++) fragment.append(build(world, parent.ownerDocument, 1));
    const nodes = [...fragment.childNodes];
    parent.insertBefore(fragment, among(world, parent));
    nodes.forEach((node) => world.gather(node));
  }],
  ['addText', 4, (world) => {
    const parent = world.parent();
    if (!parent) return false;
    const node = parent.ownerDocument.createTextNode(world.word());
    parent.insertBefore(node, among(world, parent));
    world.texts.push(node);
  }],
  ['markup', 2, (world) => {
    const parent = world.parent();
    if (!parent || parent.nodeName === 'BODY' || parent.childElementCount > 20 || !parent.ownerDocument.defaultView) return false;
    parent.innerHTML = `<p class="s1">one <b>${world.below(9)}</b><!-- c --></p><ul><li>x<li>y</ul>${world.below(9)}`;
    for (const child of parent.childNodes) world.gather(child);
  }],
  ['remove', 9, (world) => {
    const node = world.random() < 0.3 ? world.find(world.texts, (text) => text.parentElement && text.parentElement.localName !== 'option' && world.soft(text.parentElement)) : world.element();
    if (!node || (node.nodeType === 1 && node.getElementsByTagName('*').length > 60)) return false;
    node.remove();
  }],
  ['move', 10, (world) => {
    const node = world.element();
    const parent = world.parent();
    if (!node || !parent || node.contains(parent) || (node.localName === 'iframe' || node.querySelector('iframe'))) return false;
    parent.insertBefore(node, among(world, parent));
  }],
  ['bounce', 3, (world) => {
    const node = world.element();
    if (!node || node.localName === 'iframe' || node.querySelector('iframe')) return false;
    const parent = node.parentNode;
    node.remove();
    parent.insertBefore(node, among(world, parent));
    if (world.random() < 0.5) parent.insertBefore(node, parent.firstChild);
  }],
  ['reverse', 1, (world) => {
    const parent = world.parent();
    if (!parent || parent.childNodes.length > 30 || parent.querySelector('iframe, script, style')) return false;
    parent.replaceChildren(...[...parent.childNodes].reverse());
  }],
  ['flash', 2, (world) => {
    const parent = world.parent();
    if (!parent) return false;
    const node = build(world, parent.ownerDocument, 2);
    parent.append(node);
    node.remove();
  }],
  ['text', 9, (world) => {
    const node = world.find(world.texts, (text) => text.parentElement && !/^(style|script|textarea|noscript|title|option)$/.test(text.parentElement.localName));
    if (!node) return false;
    node.data = world.word();
  }],
  ['splitText', 1, (world) => {
    const node = world.find(world.texts, (text) => text.length > 2 && text.parentElement && text.parentElement.localName !== 'option' && world.soft(text.parentElement));
    if (!node) return false;
    world.texts.push(node.splitText(1));
  }],
  ['attribute', 10, (world) => {
    const node = world.element();
    if (!node) return false;
    const name = world.pick(['class', 'title', 'data-s', 'id', 'lang', 'aria-label', 'hidden', 'dir']);
    const value = name === 'dir' ? 'rtl' : name === 'class' ? 's' + world.below(10) : world.word();
    if (world.random() < 0.3) node.removeAttribute(name);
    else node.setAttribute(name, value);
  }],
  ['style', 9, (world) => {
    const node = world.element();
    if (!node || !node.style) return false;
    const [name, value] = world.pick(DECLARATIONS);
    const kind = world.random();
    if (kind < 0.2) node.style.removeProperty(name);
    else if (kind < 0.3) node.style.cssText = `${name}: ${value}`;
    else node.style.setProperty(name, value, kind < 0.4 ? 'important' : '');
  }],
  ['input', 5, (world) => {
    const node = world.find(world.elements, (found) => /^(input|textarea|select)$/.test(found.localName) && found.type !== 'file');
    if (!node) return false;
    if (node.localName === 'select') node.selectedIndex = world.below(node.options.length);
    else if (node.type === 'checkbox' || node.type === 'radio') node.checked = world.random() < 0.6;
    else if (/^(text|search|email|url|tel|password|textarea)$/.test(node.type)) node.value = world.word();
    else if (/^(number|range)$/.test(node.type)) node.value = String(world.below(100));
    else return false;
    if (world.random() < 0.7) {
      node.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
      node.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }],
  ['scroll', 4, (world) => {
    if (world.random() < 0.3) {
      const view = world.root().defaultView || window;
      view.scrollTo({ left: 0, top: world.below(400), behavior: 'instant' });
      return true;
    }
    const node = world.find(world.elements, (found) => found.scrollHeight > found.clientHeight + 4 && found.clientHeight > 0);
    if (!node) return false;
    node.scrollTo({ top: world.below(200), left: world.below(50), behavior: 'instant' });
  }],
  ['insertRule', 5, (world) => {
    const sheet = world.sheet();
    if (!sheet || sheet.cssRules.length > 4000) return false;
    sheet.insertRule(world.rule(), world.random() < 0.5 ? sheet.cssRules.length : world.below(sheet.cssRules.length + 1));
  }],
  ['deleteRule', 3, (world) => {
    const sheet = world.sheet();
    if (!sheet || !sheet.cssRules.length) return false;
    sheet.deleteRule(world.below(sheet.cssRules.length));
  }],
  ['nestedRule', 2, (world) => {
    const sheet = world.sheet();
    const group = sheet && [...sheet.cssRules].find((rule) => rule instanceof CSSMediaRule);
    if (!group) return false;
    if (world.random() < 0.6 || !group.cssRules.length) group.insertRule('.s2 { padding: 1px }', 0);
    else group.deleteRule(world.below(group.cssRules.length));
  }],
  ['declaration', 4, (world) => {
    const sheet = world.sheet();
    if (!sheet || !sheet.cssRules.length) return false;
    const rule = sheet.cssRules[world.below(sheet.cssRules.length)];
    if (!rule.style) return false;
    const [name, value] = world.pick(DECLARATIONS);
    if (world.random() < 0.7) rule.style.setProperty(name, value, world.random() < 0.2 ? 'important' : '');
    else rule.style.removeProperty(name);
  }],
  ['adopt', 2, (world) => {
    const root = world.root();
    const view = (root.ownerDocument || root).defaultView;
    if (!view || !root.adoptedStyleSheets) return false;
    if (root.adoptedStyleSheets.length > 3) {
      root.adoptedStyleSheets = root.adoptedStyleSheets.slice(1);
      return true;
    }
    const sheet = new view.CSSStyleSheet();
    sheet.replaceSync(world.rule() + world.rule());
    if (world.random() < 0.5) root.adoptedStyleSheets.push(sheet);
    else root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  }],
  ['replaceSync', 1, (world) => {
    const root = world.root();
    if (!root.adoptedStyleSheets || !root.adoptedStyleSheets.length) return false;
    world.pick(root.adoptedStyleSheets).replaceSync(world.rule() + world.rule());
  }],
  ['addStyle', 1, (world) => {
    const root = world.root();
    const parent = root.head || root;
    if (!parent.appendChild || parent.nodeType === 9) return false;
    const node = (root.ownerDocument || root).createElement('style');
    node.append(world.rule());
    if (world.random() < 0.4) node.append(world.rule());
    parent.append(node);
    world.elements.push(node);
  }],
  ['styleText', 1, (world) => {
    const node = world.find(world.elements, (found) => found.localName === 'style');
    if (!node) return false;
    if (world.random() < 0.5 && node.firstChild) node.firstChild.data = world.rule();
    else node.append(world.rule());
  }],
  ['removeStyle', 0.3, (world) => {
    const node = world.find(world.elements, (found) => found.localName === 'style');
    if (!node) return false;
    node.remove();
  }],
  ['attachShadow', 1, (world) => {
    const parent = world.parent();
    if (!parent || world.elements.length > world.limit) return false;
    const doc = parent.ownerDocument;
    const host = doc.createElement('div');
    host.className = 's9';
    const late = world.random() < 0.5;
    if (late) parent.append(host);
    const shadow = host.attachShadow({ mode: 'open' });
    const node = doc.createElement('style');
    node.textContent = world.rule();
    shadow.append(node, build(world, doc, 2), doc.createElement('slot'));
    host.append(world.word());
    if (!late) parent.append(host);
    world.gather(host);
  }],
  ['frame', 0.3, (world) => {
    const parent = world.parent();
    if (!parent || document.querySelectorAll('iframe').length > 6) return false;
    const node = parent.ownerDocument.createElement('iframe');
    node.width = 200;
    node.height = 60;
    // With a doctype: the player's virtual DOM cannot build documents in quirks mode (it calls `document.open`).
    if (world.random() < 0.5) {
      node.srcdoc = `<!DOCTYPE html><style>${world.rule()}</style><p class="s1">${world.below(9)}</p>`;
      parent.append(node);
      world.elements.push(node);
      return true;
    }
    parent.append(node);
    const inner = frame(node);
    inner.open();
    inner.write('<!DOCTYPE html><html><head></head><body></body></html>');
    inner.close();
    inner.body.append(build(world, inner, 2));
    world.gather(node);
  }],
  ['removeFrame', 0.2, (world) => {
    const node = world.find(world.elements, (found) => found.localName === 'iframe');
    if (!node) return false;
    node.remove();
  }],
  ['toggle', 2, (world) => {
    const node = world.find(world.elements, (found) => /^(details|dialog)$/.test(found.localName) || found.hasAttribute('popover'));
    if (!node) return false;
    if (node.localName === 'details') node.open = !node.open;
    else if (node.localName === 'dialog') node.open ? node.close() : world.random() < 0.5 ? node.show() : node.showModal();
    else node.togglePopover();
  }],
];
