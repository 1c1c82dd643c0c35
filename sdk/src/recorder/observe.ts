import { adopt, observeSheets } from './cssom';
import { observeFields, observeSetters } from './input';
import { observeInteraction, observeScroll } from './interaction';
import { observeNodes } from './mutations';
import { first } from './recording';
import { witness } from './witness';

/** A document, or a shadow root: what happens in it that does not leave it. */
export function observeRoot(root: Document | ShadowRoot): void {
  observeNodes(root);
  adopt(root);
  if (!first(root)) return;
  observeScroll(root);
  observeFields(root);
  const doc = root as Document;
  const view: any = doc.defaultView;
  if (!view) return;
  observeInteraction(doc);
  witness(view);
  if (!first(view.Node.prototype)) return;
  observeSetters(view);
  observeSheets(view);
}
