import { wrap } from '../natives';
import { sendFont } from './fonts';
import { settle } from './frames';
import { shadowed } from './mutations';
import { first, guard } from './recording';

/** Shadow roots that the page keeps to itself, from the moment the script has arrived. */
export const closedRoots = new WeakMap<Node, ShadowRoot>();
/** What fonts that scripts have made were made of: the family, the source, descriptors. */
export const fontParts = new WeakMap<FontFace, any[]>();

// The host may be on the page for long; nothing else tells that it has become one.
const late = guard((host: Element, root: ShadowRoot) => {
  shadowed(host, root);
  settle();
});
const added = guard(sendFont);

/**
 * Notes what nobody can ask for later, so before any recording begins: closed shadow roots and the sources of fonts.
 * A page that makes them before the script has arrived keeps them.
 */
export function witness(view: any = window): void {
  if (!first(view.Element.prototype)) return;
  wrap(view.Element.prototype, 'attachShadow', (host, _, root) => {
    closedRoots.set(host, root);
    late(host, root);
  });
  if (!view.FontFace) return;
  view.FontFace = new Proxy(view.FontFace, {
    construct(target, parts, made) {
      const font = Reflect.construct(target, parts, made);
      fontParts.set(font, parts);
      return font;
    },
  });
  wrap(view.FontFaceSet && view.FontFaceSet.prototype, 'add', (fonts, [font]) => fonts === document.fonts && added(font));
}
