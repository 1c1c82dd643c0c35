import { absolute, absoluteUrls, changedStyleText, sheetText } from './css';
import type { SerializedNode } from './format';
import { BLOCKED, MASKED, type Meta, type Mirror } from './mirror';
import type { Privacy } from './privacy';

const SVG = 'http://www.w3.org/2000/svg';
const LABELS = /^(title|alt|placeholder|label|aria-label|content|srcdoc)$/;
const BUTTONS = /^(submit|button|reset|image)$/;
const TICKS = /^(checkbox|radio)$/;
const STYLE_SHEET = /\bstylesheet\b/i;

/** What the serializer comes across and leaves to others. */
export interface Finds {
  frame(frame: HTMLIFrameElement): void;
  link(link: HTMLLinkElement): void;
  canvas(canvas: HTMLCanvasElement): string | undefined;
  closedRoot(host: Element): ShadowRoot | undefined;
  /** Whether scripts have changed the rules of a `<style>`; `reset` says that its text counts again. */
  styleChanged(style: Node, reset?: boolean): boolean;
}

export type Serializer = ReturnType<typeof createSerializer>;

/** Describes nodes in rrweb's format, with what must not be seen left out. */
export function createSerializer(mirror: Mirror, privacy: Privacy, finds: Finds) {
  /** `<style>` elements whose rules went as `_cssText`: their text nodes are sent empty. */
  const ruled = new WeakSet<Node>();
  // A form's fields shadow its properties: `<input name="attributes">`.
  const attributesOf: (this: Element) => NamedNodeMap = Object.getOwnPropertyDescriptor(Element.prototype, 'attributes')!.get!;

  const shadowOf = (node: Node): ShadowRoot | null => (node.nodeType === 1 && ((node as Element).shadowRoot || finds.closedRoot(node as Element))) || null;

  /** Whether the player has the rules of the `<style>` and not its text; from now on it is its text that counts. */
  function wasRuled(style: Node): boolean {
    const changed = finds.styleChanged(style, true);
    return ruled.delete(style) || changed;
  }

  /** One node without its children, which the player has from now on; nothing for what is not recorded. */
  function describe(node: Node, parent: Node | null, live: boolean): SerializedNode | null {
    const above = mirror.get(parent);
    const kind = node.nodeType;
    const flags = above ? above.flags : 0;
    if (kind === 1) return element(node as Element, parent, above, live);
    // Comments are 5 in the format, documents 0, their types 1, text 3.
    const type = [0, 0, 0, 3, 3, 0, 0, 0, 5, 0, 1][kind];
    if (!type && kind !== 9) return null;
    const sn = head(type, node, parent, flags, kind === 9 || !above ? 0 : above.rootId);
    if (kind === 9) {
      if ((node as Document).compatMode === 'BackCompat') sn.compatMode = 'BackCompat';
      // Everything in a frame's document carries the document's id.
      mirror.get(node)!.rootId = sn.id === 1 ? 0 : sn.id;
      sn.childNodes = [];
    } else if (kind === 10) {
      const { name, publicId, systemId } = node as DocumentType;
      Object.assign(sn, { name, publicId, systemId });
    } else {
      sn.textContent = textOf(node, parent, flags);
      if (kind === 3 && parent!.nodeName === 'STYLE' && parent!.childNodes.length === 1 && !ruled.has(parent!)) sn.isStyle = true;
    }
    return sn;
  }

  /** The text of a text node or a comment as it may be seen. */
  function textOf(node: Node, parent: Node | null, flags: number): string {
    const text = node.nodeValue || '';
    const name = parent ? parent.nodeName : '';
    if (name === 'SCRIPT') return text && 'SCRIPT_PLACEHOLDER';
    if (name === 'STYLE') return ruled.has(parent!) ? '' : absoluteUrls(text, node.baseURI!);
    return flags & MASKED ? privacy.text(text) : text;
  }

  const inputText = (field: Element, text: string, flags: number): string => (text && privacy.masksInput(field, flags) ? '*'.repeat(text.length) : text);

  function head(type: number, node: Node, parent: Node | null, flags: number, rootId: number): SerializedNode {
    const sn: SerializedNode = { type, id: mirror.add(node, parent, flags, rootId).id };
    if (rootId) sn.rootId = rootId;
    if (parent && parent.nodeType === 11) sn.isShadow = true;
    return sn;
  }

  function element(element: Element, parent: Node | null, above: Meta | undefined, live: boolean): SerializedNode {
    const flags = privacy.flags(element, above ? above.flags : 0);
    const sn = head(2, element, parent, flags, above ? above.rootId : 0);
    const tag = element.localName.toLowerCase();
    sn.tagName = /[^a-z0-9-_:]/.test(tag) ? 'div' : tag;
    sn.childNodes = [];
    if (element.namespaceURI === SVG) sn.isSVG = true;
    if (tag.indexOf('-') > 0 && element.ownerDocument.defaultView?.customElements?.get(tag)) sn.isCustom = true;
    const attributes: NonNullable<SerializedNode['attributes']> = (sn.attributes = {});
    if (flags & BLOCKED) {
      const { width, height } = element.getBoundingClientRect();
      Object.assign(attributes, { class: element.getAttribute('class') || '', rr_width: width + 'px', rr_height: height + 'px' });
      return sn;
    }
    const list = attributesOf.call(element);
    for (let i = 0; i < list.length; i++) attributes[list[i].name] = attribute(element, tag, list[i].name, list[i].value, flags);
    state(element, tag, attributes, flags, live);
    if (shadowOf(element)) sn.isShadowHost = true;
    return sn;
  }

  /** The value of an attribute as the player gets it. */
  function attribute(element: any, tag: string, name: string, value: string, flags: number): string {
    if (!value) return value;
    const base = element.baseURI;
    if (name === 'style') return absoluteUrls(value, base);
    if (name === 'value') {
      // The player takes the attribute of a text area for its text.
      if (tag === 'textarea') return inputText(element, element.value, flags);
      if (tag === 'input') {
        if (!TICKS.test(element.type) && !BUTTONS.test(element.type)) return inputText(element, value, flags);
      } else if (flags & MASKED) return privacy.text(value);
    }
    if (flags & MASKED && LABELS.test(name)) return privacy.text(value);
    if (/srcset$/.test(name)) return value.replace(/(^|,\s+|,(?=\S+\s))\s*([^\s,]\S*[^\s,]|[^\s,])/g, (_, comma, url) => comma + (/^data:/.test(url) ? url : absolute(url, base)));
    if (/^(src|poster|(xlink:)?href|action|formaction)$/.test(name) || (name === 'background' && /^t[dhrab]/.test(tag)) || (name === 'data' && tag === 'object')) {
      return /^(#|(data|blob|javascript|about):)/i.test(value) && !(name === 'src' && value[0] === '#') ? value : privacy.url(absolute(value.trim(), base));
    }
    return value;
  }

  const openMode = (dialog: Element): string => (dialog.matches(':modal') ? 'modal' : 'non-modal');

  /** What an element is beyond its attributes: values, ticks, style rules, media, scroll. */
  function state(element: any, tag: string, attributes: NonNullable<SerializedNode['attributes']>, flags: number, live: boolean): void {
    const { type, value } = element;
    if (tag === 'input' || tag === 'textarea') {
      if (TICKS.test(type)) {
        delete attributes.checked;
        if (element.checked && !(flags & MASKED)) attributes.checked = true;
      } else if (type === 'file') delete attributes.value;
      else if (!BUTTONS.test(type) && (value || attributes.value)) attributes.value = inputText(element, value, flags);
    } else if (tag === 'option') {
      delete attributes.selected;
      const select = element.closest('select');
      if (element.selected && !(select && privacy.masksInput(select, flags))) attributes.selected = true;
    } else if (tag === 'style') {
      const text = changedStyleText(element, finds.styleChanged(element));
      ruled.delete(element);
      if (text !== null) {
        ruled.add(element);
        attributes._cssText = text;
      }
    } else if (tag === 'link') {
      const text = linkText(element);
      if (text !== null) {
        delete attributes.rel;
        delete attributes.href;
        attributes._cssText = text;
      }
      finds.link(element);
    } else if (tag === 'iframe') {
      if (!frameDocument(element)) attributes.rr_src = attributes.src || '';
      else delete attributes.srcdoc;
      delete attributes.src;
      finds.frame(element);
    } else if (tag === 'dialog') {
      if (element.open) attributes.rr_open_mode = openMode(element);
    } else if (tag === 'audio' || tag === 'video') {
      attributes.rr_mediaState = element.paused ? 'paused' : 'played';
      for (const name of ['currentTime', 'playbackRate', 'muted', 'loop', 'volume']) attributes['rr_media' + name[0].toUpperCase() + name.slice(1)] = element[name];
    } else if (tag === 'canvas') {
      const image = finds.canvas(element);
      if (image) attributes.rr_dataURL = image;
    }
    // Elements that were just made have not been scrolled, and asking would force a layout.
    if (!live) {
      if (element.scrollLeft) attributes.rr_scrollLeft = element.scrollLeft;
      if (element.scrollTop) attributes.rr_scrollTop = element.scrollTop;
    }
  }

  return { shadowOf, wasRuled, describe, textOf, inputText, attribute, openMode };
}

/** The document of a frame of the same origin, or nothing. */
export function frameDocument(frame: any): Document | null {
  try {
    return frame.contentDocument;
  } catch {
    return null;
  }
}

/** The rules of a loaded style sheet, so that the recording needs neither the network nor the site as it was. */
export function linkText(link: HTMLLinkElement): string | null {
  const { sheet } = link;
  if (!sheet || !STYLE_SHEET.test(link.rel)) return null;
  return sheet.disabled ? '' : sheetText(sheet) || null;
}
