// Runs inside a page: what a storm finds to change there, and what it adds.

const TAGS = ['div', 'span', 'p', 'ul', 'li', 'b', 'i', 'section', 'article', 'a', 'button', 'h3', 'table', 'tr', 'td', 'input', 'label', 'img', 'pre', 'x-storm', 'textarea', 'select'];
const WORDS = ['alpha', 'beta', 'größe', '日本語', 'שלום', '🙂', '<&>', '"quoted"', ' ', '\n', 'a  b', 'zeta', 'lorem ipsum', ''];
export const DECLARATIONS = [
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

/** What can be changed of a page, and the dice to choose it with. */
export class World {
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

export function frame(node) {
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

/** A new element with what is inside it, not yet in the page. */
export function build(world, doc, depth) {
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

/** A child to insert before; null for the end. */
export function among(world, parent) {
  const count = parent.childNodes.length;
  return count ? parent.childNodes[world.below(count + 1)] || null : null;
}
