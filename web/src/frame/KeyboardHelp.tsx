import { Modal } from '@mantine/core';
import { listShortcuts } from '../state/keys';
import { Keys } from '../ui/Keys';
import css from './KeyboardHelp.module.css';

export function KeyboardHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard shortcuts" size="lg">
      <div className={css.groups} data-autofocus tabIndex={-1}>
        {opened &&
          listShortcuts().map((group) => (
            <section key={group.title}>
              <h3 className={css.title}>{group.title}</h3>
              <dl className={css.list}>
                {group.shortcuts.map((shortcut) => (
                  <div key={shortcut.keys} className={css.line}>
                    <dt>{shortcut.label}</dt>
                    <dd>
                      <Keys keys={shortcut.keys} />
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
      </div>
    </Modal>
  );
}
