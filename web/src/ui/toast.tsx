import { useEffect, useState } from 'react';
import css from './toast.module.css';

const SHOWN_MS = 2_400;
let show: ((text: string) => void) | undefined;

/** One short sentence at the foot of the page, read out to screen readers. */
export function toast(text: string): void {
  show?.(text);
}

export function Toasts() {
  const [message, setMessage] = useState<{ text: string; id: number }>();
  useEffect(() => {
    let id = 0;
    show = (text) => setMessage({ text, id: ++id });
    return () => {
      show = undefined;
    };
  }, []);
  useEffect(() => {
    if (!message) return;
    const timer = setTimeout(() => setMessage(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <div className={css.place} role="status" aria-live="polite">
      {message && (
        <div key={message.id} className={css.toast}>
          {message.text}
        </div>
      )}
    </div>
  );
}
