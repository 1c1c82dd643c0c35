import { watch } from '../natives';
import type { Core } from './core';
import { INPUT } from './format';
import { targetOf } from './interaction';
import { IGNORED, MASKED } from './mirror';

const SETTERS: { [name: string]: string[] } = {
  HTMLInputElement: ['value', 'checked'],
  HTMLSelectElement: ['value', 'selectedIndex'],
  HTMLTextAreaElement: ['value'],
  HTMLOptionElement: ['selected'],
};

/** Values of fields, as people type them and as scripts set them. */
export function inputs(core: Core) {
  const last = new WeakMap<Element, string>();

  const send = (field: any, userTriggered?: boolean) => {
    const meta = core.mirror.get(field);
    const { type, name } = field;
    if (!meta || meta.flags & IGNORED || !/^(INPUT|TEXTAREA|SELECT)$/.test(field.nodeName) || /^(file|submit|button|reset|image)$/.test(type) || field.length === 0) return;
    // Several choices are not one value: the field is sent anew.
    if (type === 'select-multiple') return core.again(field);
    const ticks = /^(checkbox|radio)$/.test(type);
    const isChecked = ticks && !(meta.flags & MASKED) && field.checked;
    const text = ticks ? field.getAttribute('value') || 'on' : core.serializer.inputText(field, field.value, meta.flags);
    const now = isChecked + text;
    if (last.get(field) === now) return;
    last.set(field, now);
    core.send(INPUT, { id: meta.id, text, isChecked, userTriggered });
    // The others of a group lose their tick without an event; the player must not give it back when it is fast-forwarding.
    if (type === 'radio' && isChecked && name) {
      (field.form || field.getRootNode()).querySelectorAll(`input[type=radio][name="${CSS.escape(name)}"]`).forEach((other: any) => last.has(other) && send(other));
    }
  };
  const note = core.batch((field: Element) => send(field.closest('select') || field));

  return {
    note,
    /** Fields in a document or a shadow root, which `change` does not leave. */
    observeFields(root: Node): void {
      core.on(root, 'input change', (event) => {
        core.sync();
        send(targetOf(event), event.isTrusted);
        core.active();
      });
      core.on(root, 'reset', (event) => event.target.querySelectorAll('input,textarea,select').forEach(note));
    },
    observeSetters(view: any): void {
      for (const name in SETTERS) for (const property of SETTERS[name]) core.undo(watch(view[name].prototype, property, core.guard(note)));
    },
  };
}
