import type { Listener, Topic } from './options';

const listeners = new Set<[Topic, Listener]>();

/** Hears of what happens; the answer ends it. */
export function hear(topic: Topic, listener: Listener): () => void {
  const entry: [Topic, Listener] = [topic, listener];
  listeners.add(entry);
  return () => void listeners.delete(entry);
}

export const tell = (topic: Topic, detail?: any): void =>
  listeners.forEach(([heard, listener]) => {
    try {
      if (heard === topic) listener(detail);
    } catch {
      // The listener is the page's, and so is its mistake.
    }
  });

export const failed = (problem: unknown): void => tell('error', problem);

/** No mistake of ours reaches the page. */
export const guard =
  <T extends (...args: any[]) => any>(run: T) =>
  (...args: Parameters<T>): ReturnType<T> | undefined => {
    try {
      return run(...args);
    } catch (problem) {
      failed(problem);
    }
  };
