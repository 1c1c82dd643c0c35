import { listen, watch } from '../natives';
import type { Core } from './core';
import { INPUT } from './format';
import { IGNORED, MASKED } from './mirror';
import { targetOf } from './interaction';

const FIELDS = /^(INPUT|TEXTAREA|SELECT)$/;

/** Values of fields, as people type them and as scripts set them. */
export function observeInput(core: Core, doc: Document): (field: Element) => void {
  const last = new WeakMap<Element, string>();

  const send = (field: any, userTriggered: boolean) => {
    const meta = core.mirror.get(field);
    if (!meta || meta.flags & IGNORED) return;
    const type = field.type;
    const ticks = type === 'checkbox' || type === 'radio';
    if (type === 'file' || type === 'submit' || type === 'button' || type === 'reset' || type === 'image') return;
    const isChecked = ticks && !(meta.flags & MASKED) && !!field.checked;
    const text = ticks ? field.getAttribute('value') || 'on' : core.serializer.inputText(field, field.value || '', meta.flags);
    const now = isChecked + text;
    if (last.get(field) === now) return;
    last.set(field, now);
    core.send(INPUT, { id: meta.id, text, isChecked, ...(userTriggered && { userTriggered }) });
    // The others of a group lose their tick without an event.
    if (type === 'radio' && isChecked && field.name) {
      const group = (field.form || field.getRootNode()).querySelectorAll(`input[type=radio][name="${CSS.escape(field.name)}"]`);
      group.forEach((other: any) => other !== field && last.get(other) !== undefined && send(other, false));
      group.forEach((other: any) => other !== field && last.set(other, 'false' + (other.getAttribute('value') || 'on')));
    }
  };

  core.undo(
    listen(
      doc,
      'input change',
      core.guard((event: Event) => {
        const field = targetOf(event) as Element;
        if (!field || !FIELDS.test(field.nodeName)) return;
        core.sync();
        send(field, event.isTrusted);
        if (core.options.onActivity) core.options.onActivity();
      }),
    ),
  );
  core.undo(
    listen(
      doc,
      'reset',
      core.guard((event: Event) => {
        const fields = (event.target as HTMLFormElement).querySelectorAll('input,textarea,select');
        core.soon(() => fields.forEach((field) => send(field, false)));
      }),
    ),
  );

  const view: any = doc.defaultView;
  const changed = new Set<Element>();
  const note = core.guard((field: Element) => {
    if (field.nodeName === 'OPTION') field = field.closest('select') || field;
    if (!core.mirror.get(field)) return;
    if (!changed.size) {
      core.soon(() => {
        changed.forEach((each) => send(each, false));
        changed.clear();
      });
    }
    changed.add(field);
  });
  for (const [name, property] of [
    ['HTMLInputElement', 'value'],
    ['HTMLInputElement', 'checked'],
    ['HTMLSelectElement', 'value'],
    ['HTMLSelectElement', 'selectedIndex'],
    ['HTMLTextAreaElement', 'value'],
    ['HTMLOptionElement', 'selected'],
  ]) {
    if (view[name]) core.undo(watch(view[name].prototype, property, note));
  }
  return note;
}
