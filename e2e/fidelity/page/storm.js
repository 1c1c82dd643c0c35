// Runs inside a page: a seeded storm of changes to its DOM, style sheets, shadow roots, frames, inputs and scroll positions.

import { among, build, DECLARATIONS, frame, World } from './world.js';

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
