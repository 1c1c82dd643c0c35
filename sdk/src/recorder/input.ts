import { watch } from '../natives';
import { INPUT } from './format';
import { targetOf } from './interaction';
import { BLOCKED, IGNORED, MASKED } from './mirror';
import { anew, current, flush } from './mutations';
import { active, guard, on, send, soon } from './recording';
import { attribute, BUTTONS, inputText, TICKS } from './snapshot';

/** What scripts set, by the element's interface. */
const SETTERS = 'Input.value Input.checked Select.value Select.selectedIndex TextArea.value Option.selected';

const last = new WeakMap<Element, string>();

function sendField(field: any, userTriggered?: boolean): void {
  const meta = current(field);
  const { type, name } = field;
  if (!meta || meta.flags & (BLOCKED | IGNORED) || !/^(input|textarea|select)$/.test(field.localName) || BUTTONS.test(type) || type === 'file' || field.length === 0) return;
  // Several choices are not one value: the field is sent anew.
  if (type === 'select-multiple') return anew([field]);
  const ticks = TICKS.test(type);
  const isChecked = ticks && !(meta.flags & MASKED) && field.checked;
  const text = ticks ? attribute(field, 'input', 'value', field.getAttribute('value') || 'on', meta.flags) : inputText(field, field.value, meta.flags);
  const now = isChecked + text;
  if (last.get(field) === now) return;
  last.set(field, now);
  send(INPUT, { id: meta.id, text, isChecked, userTriggered });
  // The others of a group lose their tick without an event; the player must not give it back when it is fast-forwarding.
  if (type === 'radio' && isChecked && name) {
    (field.form || field.getRootNode()).querySelectorAll(`input[type=radio][name="${CSS.escape(name)}"]`).forEach((other: any) => last.has(other) && sendField(other));
  }
}

const noted = (field: Element) => sendField((/^opt/.test(field.localName) && field.closest('select')) || field);

/** The field may have another value. */
export const note = (field: Element): void => soon(noted, field);

/** Fields in a document or a shadow root, which `change` does not leave. */
export function observeFields(root: Node): void {
  on(root, 'input change', (event) => {
    flush();
    sendField(targetOf(event), event.isTrusted);
    active();
  });
  on(root, 'reset', (event) => event.target.querySelectorAll('input,textarea,select').forEach(note));
}

export function observeSetters(view: any): void {
  SETTERS.split(' ').forEach((each) => {
    const [name, property] = each.split('.');
    watch(view[`HTML${name}Element`].prototype, property, guard(note));
  });
}
