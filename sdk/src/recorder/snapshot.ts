import { absolute, absoluteUrls, changedStyleText, sheetText } from './css';
import type { SerializedNode } from './format';
import { BLOCKED, MASKED, type Meta, type Mirror } from './mirror';
import type { Privacy } from './privacy';

const SVG = 'http://www.w3.org/2000/svg';
const LABELS = /^(title|alt|placeholder|label|aria-(label|description|valuetext)|content|srcdoc)$/;
const BUTTONS = /^(submit|button|reset|image|hidden)$/;

/** What the serializer comes across and leaves to others. */
export interface Finds {
  frame(frame: HTMLIFrameElement): void;
  link(link: HTMLLinkElement): void;
  closedRoot(host: Element): ShadowRoot | undefined;
  styleChanged(style: Element): boolean;
  styleReset(style: Node): boolean;
  canvas?(canvas: HTMLCanvasElement): string | undefined;
}

/** Describes nodes in rrweb's format, with what must not be seen left out. */
export class Serializer {
  /** `<style>` elements whose rules went as `_cssText`: their text nodes are sent empty. */
  private readonly ruled = new WeakSet<Node>();

  constructor(
    private readonly mirror: Mirror,
    private readonly privacy: Privacy,
    private readonly finds: Finds,
  ) {}

  shadowOf(node: Node): ShadowRoot | null {
    return (node as Element).shadowRoot || this.finds.closedRoot(node as Element) || null;
  }

  /** Whether the player has the rules of the `<style>` and not its text; from now on it is its text that counts. */
  wasRuled(style: Node): boolean {
    const changed = this.finds.styleReset(style);
    return this.ruled.delete(style) || changed;
  }

  /** One node without its children, which the player has from now on; nothing for what is not recorded. */
  describe(node: Node, parent: Node | null, live: boolean): SerializedNode | null {
    const above = this.mirror.get(parent);
    const rootId = above ? above.rootId : 0;
    const flags = above ? above.flags : 0;
    switch (node.nodeType) {
      case 1:
        return this.element(node as Element, parent, above, live);
      case 3:
      case 4: {
        const sn = this.head(3, node, parent, flags, rootId);
        sn.textContent = this.textOf(node, parent, flags);
        const style = parent && parent.nodeName === 'STYLE';
        if (style && parent.firstChild === node && parent.lastChild === node && !this.ruled.has(parent)) sn.isStyle = true;
        return sn;
      }
      case 8: {
        const sn = this.head(5, node, parent, flags, rootId);
        sn.textContent = flags & MASKED ? '' : node.nodeValue || '';
        return sn;
      }
      case 9: {
        const sn = this.head(0, node, parent, flags, 0);
        if ((node as Document).compatMode === 'BackCompat') sn.compatMode = 'BackCompat';
        const meta = this.mirror.get(node)!;
        // Everything in a frame's document carries the document's id.
        meta.rootId = meta.id === 1 ? 0 : meta.id;
        sn.childNodes = [];
        return sn;
      }
      case 10: {
        const sn = this.head(1, node, parent, flags, rootId);
        const type = node as DocumentType;
        return Object.assign(sn, { name: type.name, publicId: type.publicId, systemId: type.systemId });
      }
    }
    return null;
  }

  /** The text of a text node as it may be seen. */
  textOf(node: Node, parent: Node | null, flags: number): string {
    const text = node.nodeValue || '';
    const name = parent ? parent.nodeName : '';
    if (name === 'SCRIPT') return text && 'SCRIPT_PLACEHOLDER';
    if (name === 'STYLE') return this.ruled.has(parent!) ? '' : absoluteUrls(text, node.baseURI || '');
    if (name === 'TEXTAREA' && parent) return this.inputText(parent as HTMLTextAreaElement, text, flags);
    return flags & MASKED ? this.privacy.text(text) : text;
  }

  inputText(field: Element, text: string, flags: number): string {
    return text && this.privacy.masksInput(field, flags) ? '*'.repeat(text.length) : text;
  }

  private head(type: number, node: Node, parent: Node | null, flags: number, rootId: number): SerializedNode {
    const sn: SerializedNode = { type, id: this.mirror.add(node, parent, flags, rootId).id };
    if (rootId) sn.rootId = rootId;
    if (parent && parent.nodeType === 11) sn.isShadow = true;
    return sn;
  }

  private element(element: Element, parent: Node | null, above: Meta | undefined, live: boolean): SerializedNode {
    const flags = this.privacy.flags(element, above ? above.flags : 0);
    const sn = this.head(2, element, parent, flags, above ? above.rootId : 0);
    const tag = element.localName.toLowerCase();
    sn.tagName = /[^a-z0-9-_:]/.test(tag) ? 'div' : tag;
    sn.childNodes = [];
    if (element.namespaceURI === SVG) sn.isSVG = true;
    if (tag.indexOf('-') > 0 && element.ownerDocument.defaultView?.customElements?.get(tag)) sn.isCustom = true;
    if (flags & BLOCKED) {
      const box = element.getBoundingClientRect();
      sn.attributes = { class: element.getAttribute('class') || '', rr_width: box.width + 'px', rr_height: box.height + 'px' };
      return sn;
    }
    const attributes: SerializedNode['attributes'] = (sn.attributes = {});
    const list = attributesOf.call(element);
    for (let i = 0; i < list.length; i++) {
      const { name } = list[i];
      attributes[name] = this.attribute(element, tag, name, list[i].value, flags);
    }
    this.state(element, tag, attributes, flags, live);
    if (this.shadowOf(element)) sn.isShadowHost = true;
    return sn;
  }

  /** The value of an attribute as the player gets it. */
  attribute(element: Element, tag: string, name: string, value: string, flags: number): string {
    if (!value) return value;
    const base = () => element.baseURI || document.baseURI;
    if (name === 'style') return absoluteUrls(value, base());
    if (name === 'value' && /^(input|option|button)$/.test(tag)) {
      const type = (element as HTMLInputElement).type;
      if (tag === 'input' && !/^(checkbox|radio)$/.test(type) && (!BUTTONS.test(type) || type === 'hidden')) return this.inputText(element, value, flags);
    }
    if (flags & MASKED && (LABELS.test(name) || (name === 'value' && tag !== 'input'))) return this.privacy.text(value);
    if (name === 'src' || name === 'poster' || (name === 'background' && /^t[dhrab]/.test(tag)) || (name === 'data' && tag === 'object')) return this.url(value, base());
    if (name === 'href' || name === 'xlink:href' || name === 'action' || name === 'formaction') {
      return value[0] === '#' ? value : this.url(value, base());
    }
    if (name === 'srcset' || name === 'imagesrcset') return srcset(value, base());
    return value;
  }

  private url(value: string, base: string): string {
    return /^(data|blob|javascript|about):/i.test(value) ? value : this.privacy.url(absolute(value.trim(), base));
  }

  /** What an element is beyond its attributes: values, ticks, style rules, media, scroll. */
  private state(element: any, tag: string, attributes: NonNullable<SerializedNode['attributes']>, flags: number, live: boolean): void {
    if (tag === 'input') {
      const type = element.type;
      if (type === 'checkbox' || type === 'radio') {
        delete attributes.checked;
        if (element.checked && !(flags & MASKED)) attributes.checked = true;
      } else if (type === 'file') {
        delete attributes.value;
      } else if (!BUTTONS.test(type) && element.value) {
        attributes.value = this.inputText(element, element.value, flags);
      }
    } else if (tag === 'textarea') {
      if (element.value) attributes.value = this.inputText(element, element.value, flags);
    } else if (tag === 'option') {
      delete attributes.selected;
      const select = element.closest('select');
      if (element.selected && !(select && this.privacy.masksInput(select, flags))) attributes.selected = true;
    } else if (tag === 'style') {
      const text = changedStyleText(element, this.finds.styleChanged(element));
      this.ruled.delete(element);
      if (text !== null) {
        this.ruled.add(element);
        attributes._cssText = text;
      }
    } else if (tag === 'link') {
      const text = linkText(element);
      if (text !== null) {
        delete attributes.rel;
        delete attributes.href;
        attributes._cssText = text;
      }
      this.finds.link(element);
    } else if (tag === 'iframe') {
      if (!frameDocument(element)) attributes.rr_src = attributes.src || '';
      else delete attributes.srcdoc;
      delete attributes.src;
      this.finds.frame(element);
    } else if (tag === 'dialog') {
      if (element.open) attributes.rr_open_mode = element.matches(':modal') ? 'modal' : 'non-modal';
    } else if (tag === 'audio' || tag === 'video') {
      attributes.rr_mediaState = element.paused ? 'paused' : 'played';
      attributes.rr_mediaCurrentTime = element.currentTime;
      attributes.rr_mediaPlaybackRate = element.playbackRate;
      attributes.rr_mediaMuted = element.muted;
      attributes.rr_mediaLoop = element.loop;
      attributes.rr_mediaVolume = element.volume;
    } else if (tag === 'canvas' && this.finds.canvas) {
      const image = this.finds.canvas(element);
      if (image) attributes.rr_dataURL = image;
    }
    // Elements that were just made have not been scrolled, and asking would force a layout.
    if (!live) {
      if (element.scrollLeft) attributes.rr_scrollLeft = element.scrollLeft;
      if (element.scrollTop) attributes.rr_scrollTop = element.scrollTop;
    }
  }
}

// A form's fields shadow its properties: `<input name="attributes">`.
const attributesOf: (this: Element) => NamedNodeMap =
  typeof Element === 'undefined' ? (undefined as any) : Object.getOwnPropertyDescriptor(Element.prototype, 'attributes')!.get!;

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
  const sheet = link.sheet;
  if (!sheet || !/\bstylesheet\b/i.test(link.rel)) return null;
  const text = sheet.disabled ? '' : sheetText(sheet);
  return text || (sheet.disabled ? '' : null);
}

function srcset(value: string, base: string): string {
  return value.replace(/(^|,\s+|,(?=\S+\s))\s*([^\s,]\S*[^\s,]|[^\s,])/g, (_, comma, url) => comma + (/^data:/.test(url) ? url : absolute(url, base)));
}
