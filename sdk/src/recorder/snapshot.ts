import { absolute, absoluteUrls, changedStyleText } from './css';
import { changedStyles } from './cssom';
import type { SerializedNode } from './format';
import { meetFrame } from './frames';
import { scrolled } from './interaction';
import { linkText, meetLink } from './links';
import { add, BLOCKED, IGNORED, known, MASKED } from './mirror';
import { cleanUrl, flagsOf, maskText, masksInput } from './privacy';
import { options, soon } from './recording';
import { closedRoots } from './witness';

const SVG = 'http://www.w3.org/2000/svg';
/** Attributes that say something, by their names, and data of more than a word, before a space and the value. */
const LABELS = /^(alt|label|content|value|\S*(title|placeholder|description|valuetext|-(label|text|content|tooltip|name))) |^data-\S+ \S*[\s@]/;
/** Each address, which may have commas in it, and its size. */
const SOURCES = /([^\s,](?:\S*[^\s,])?)(\s[^,]*)?/g;
export const BUTTONS = /^(submit|button|reset|image)$/;
export const TICKS = /^(checkbox|radio)$/;

type Attributes = NonNullable<SerializedNode['attributes']>;

/** `<style>` and `<link>` elements whose rules went as `_cssText`: text nodes in them are sent empty. */
export const ruled = new WeakSet<Node>();

export const shadowOf = (node: any): ShadowRoot | null | undefined => node.shadowRoot || closedRoots.get(node);

/** Whether the player has the rules of the `<style>` and not its text; from now on it is its text that counts. */
export function wasRuled(style: Node): boolean {
  const changed = changedStyles.delete(style);
  return ruled.delete(style) || changed;
}

/** Not `nodeName`, which is in capitals in HTML alone. */
export const nameOf = (node: any): string | undefined => node.localName;

/** One node without its children, which the player has from now on; nothing for what is not recorded. */
export function describe(node: any, parent: Node | null, live?: boolean): SerializedNode | null {
  const above = known(parent);
  const kind: number = node.nodeType;
  // Comments are 5 in the format, documents 0, their types 1, text 3.
  const type = [, 2, , 3, 3, , , , 5, 0, 1][kind];
  if (type === undefined) return null;
  const inherited = above ? above.flags : options.maskAllText ? MASKED : 0;
  const flags = kind === 1 ? flagsOf(node, inherited) : inherited;
  const meta = add(node, parent, flags, above && kind !== 9 ? above.rootId : 0);
  // In this order of keys, here and in what is added, recordings compress best.
  const sn: SerializedNode = { id: meta.id, type };
  if (meta.rootId) sn.rootId = meta.rootId;
  if (parent && parent.nodeType === 11) sn.isShadow = true;
  if (kind === 1) element(node, sn, flags, live);
  else if (kind === 9) {
    if (node.compatMode === 'BackCompat') sn.compatMode = 'BackCompat';
    // Everything in a frame's document carries the document's id.
    if (sn.id > 1) meta.rootId = sn.id;
    sn.childNodes = [];
  } else if (kind === 10) {
    const { name, publicId, systemId } = node;
    Object.assign(sn, { name, publicId, systemId });
  } else {
    sn.textContent = textOf(node, flags);
    if (kind === 3 && nameOf(parent!) === 'style' && !node.nextSibling && !node.previousSibling && !ruled.has(parent!)) sn.isStyle = true;
  }
  return sn;
}

/** The text of a text node or a comment as it may be seen. */
export function textOf(node: Node, flags: number): string {
  const text = node.nodeValue || '';
  const parent = node.parentNode;
  const name = parent && nameOf(parent);
  if (name === 'script') return text && 'SCRIPT_PLACEHOLDER';
  if (name === 'style') return ruled.has(parent!) ? '' : absoluteUrls(text, node.baseURI!);
  return flags & MASKED ? maskText(text) : text;
}

// Also of a field that is empty it has to be known whether it is secret: by the time it is not, it may look like any other.
export const inputText = (field: Element, text: string, flags: number): string => (flags & IGNORED ? '' : masksInput(field, flags) ? '*'.repeat(text.length) : text);

/** Whether a tick or a choice must not be seen. */
export function hidesChoice(element: Element, flags: number): unknown {
  const select = element.closest('select');
  return flags & (MASKED | IGNORED) || (select && masksInput(select, flags));
}

function element(element: any, sn: SerializedNode, flags: number, live?: boolean): void {
  const tag: string = element.localName.toLowerCase();
  const attributes: Attributes = {};
  Object.assign(sn, { tagName: /[^\w:-]/.test(tag) ? 'div' : tag, attributes, childNodes: [] });
  if (element.namespaceURI === SVG) sn.isSVG = true;
  if (tag.includes('-') && element.ownerDocument.defaultView?.customElements.get(tag)) sn.isCustom = true;
  if (flags & BLOCKED) {
    const box = element.getBoundingClientRect();
    Object.assign(attributes, { class: element.getAttribute('class') || '', rr_width: box.width + 'px', rr_height: box.height + 'px' });
    return;
  }
  // Not `attributes`: a form's fields shadow its properties, and that makes an object of each attribute.
  for (const name of element.getAttributeNames()) attributes[name] = attribute(element, tag, name, element.getAttribute(name), flags);
  if (element.popover) shownStyle(element, attributes);
  state(element, tag, attributes, flags);
  // Elements that were just made have not been scrolled, and asking would force a layout.
  if (!live) {
    if (element.scrollLeft) attributes.rr_scrollLeft = element.scrollLeft;
    if (element.scrollTop) attributes.rr_scrollTop = element.scrollTop;
    // Sheets that scripts have adopted follow the snapshot, and may be what there is to scroll by.
    if ((element.scrollLeft || element.scrollTop) && element.getRootNode().adoptedStyleSheets?.length) soon(scrolled, element);
  }
  if (shadowOf(element)) sn.isShadowHost = true;
}

/** The player knows no popovers: one that is open is shown by its style. */
export function shownStyle(element: Element, attributes: { [name: string]: any }): void {
  if (element.matches(':popover-open')) attributes.style = (attributes.style || '') + ';display:' + getComputedStyle(element).display;
}

/** The value of an attribute as the player gets it. */
export function attribute(element: any, tag: string, name: string, value: string, flags: number): string {
  if (!value) return value;
  if (name === 'style') return absoluteUrls(value, element.baseURI);
  if (name === 'value') {
    // The player takes the attribute of a text area for its text.
    if (tag === 'textarea') return inputText(element, element.value, flags);
    if (tag === 'input' && !TICKS.test(element.type) && !BUTTONS.test(element.type)) return inputText(element, value, flags);
  }
  if (flags & MASKED && LABELS.test(name + ' ' + value)) return maskText(value);
  if (flags & MASKED && /^(mailto|tel|sms):/i.test(value)) return value.replace(/:.*/s, ':*');
  if (/srcset$/.test(name)) return value.replace(SOURCES, (_, url, size = '') => (/^data:/.test(url) ? url : cleanUrl(absolute(url, element.baseURI))) + size);
  if (/ (src|poster|(xlink:)?href|(form)?action)$|^t[dhrab]\w* background$|^object data$/.test(tag + ' ' + name)) {
    if (/^(#|(data|blob|javascript|about):)/i.test(value) && (name !== 'src' || value[0] !== '#')) return value;
    // Of links, which are many, the browser says it in a third of the time; in SVG it says something else.
    const said = tag + name === 'ahref' && element.href;
    return cleanUrl(typeof said === 'string' ? said : absolute(value.trim(), element.baseURI));
  }
  return value;
}

/** What an element is beyond its attributes: values, ticks, style rules, media. */
function state(element: any, tag: string, attributes: Attributes, flags: number): void {
  const { type, value } = element;
  if (tag === 'input' || tag === 'textarea') {
    if (TICKS.test(type)) {
      delete attributes.checked;
      if (element.checked && !hidesChoice(element, flags)) attributes.checked = true;
    } else if (type === 'file') delete attributes.value;
    else if (!BUTTONS.test(type)) {
      const text = inputText(element, value, flags);
      if (text || attributes.value) attributes.value = text;
    }
  } else if (tag === 'option') {
    delete attributes.selected;
    if (element.selected && !hidesChoice(element, flags)) attributes.selected = true;
  } else if (tag === 'style' || tag === 'link') {
    const link = tag === 'link';
    const text = link ? linkText(element) : changedStyleText(element, changedStyles.has(element));
    ruled.delete(element);
    if (text !== null) {
      if (text || !link) ruled.add(element);
      attributes._cssText = text;
      if (link) attributes.rel = attributes.href = null;
    }
    if (link) meetLink(element);
  } else if (tag === 'iframe') {
    if (!frameDocument(element)) attributes.rr_src = attributes.src || '';
    delete attributes.src;
    delete attributes.srcdoc;
    meetFrame(element);
  } else if (tag === 'dialog') {
    if (element.open) attributes.rr_open_mode = element.matches(':modal') ? 'modal' : 'non-modal';
  } else if (tag === 'audio' || tag === 'video') {
    attributes.rr_mediaState = element.paused ? 'paused' : 'played';
    for (const name of ['CurrentTime', 'PlaybackRate', 'Muted', 'Loop', 'Volume']) attributes['rr_media' + name] = element[name[0].toLowerCase() + name.slice(1)];
  } else if (tag === 'canvas') {
    const image = picture && !(flags & MASKED) && picture(element);
    if (image) attributes.rr_dataURL = image;
  }
}

/** Takes a picture of a canvas, once the part that can has been loaded. */
let picture: ((canvas: HTMLCanvasElement) => string | undefined) | undefined;

export const pictures = (take: typeof picture): unknown => (picture = options.canvas ? take : undefined);

/** The document of a frame of the same origin, or nothing. */
export function frameDocument(frame: any): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}
