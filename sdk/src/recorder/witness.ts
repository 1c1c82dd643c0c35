import { wrap } from '../natives';
import { first } from './recording';

/** Shadow roots that the page keeps to itself, from the moment the script has arrived. */
export const closedRoots = new WeakMap<Node, ShadowRoot>();
/** What fonts that scripts have made were made of: the family, the source, descriptors. */
export const fontParts = new WeakMap<FontFace, any[]>();

type Heard = (name: 'attachShadow' | 'add', self: any, made: any) => void;
/** Who is told of new shadow roots and fonts. */
let heard: Heard | undefined;

export const hear = (run: Heard): unknown => (heard = run);

/**
 * Notes what nobody can ask for later, so before any recording begins: closed shadow roots and the sources of fonts.
 * A page that makes them before the script has arrived keeps them.
 */
export function witness(view: any = window): void {
  if (!first(view.Element.prototype)) return;
  const tell = (name: 'attachShadow' | 'add', self: any, made: any) => heard && heard(name, self, made);
  wrap(view.Element.prototype, 'attachShadow', (host, _, root) => {
    closedRoots.set(host, root);
    tell('attachShadow', host, root);
  });
  if (!view.FontFace) return;
  view.FontFace = new Proxy(view.FontFace, {
    construct(target, parts, made) {
      const font = Reflect.construct(target, parts, made);
      fontParts.set(font, parts);
      return font;
    },
  });
  wrap(view.FontFaceSet && view.FontFaceSet.prototype, 'add', (fonts, [font]) => tell('add', fonts, font));
}
