const BURST_MS = 50;
const SLICE_MS = 12;
const LEAST_MS = 4;

/**
 * The recorder's allowance of main-thread time: a bucket that holds a burst and refills at the agreed share. Whatever
 * runs for the recorder runs inside `guard` and is counted.
 */
export function createBudget(share: number, onError: (problem: unknown) => void) {
  let spent = 0;
  let credit = BURST_MS;
  let refilled = performance.now();
  let inside = false;

  /** Milliseconds until there is enough for a slice of work; 0 now. */
  function wait(): number {
    const now = performance.now();
    credit = Math.min(BURST_MS, credit + (now - refilled) * share);
    refilled = now;
    return share >= 1 || credit >= LEAST_MS ? 0 : Math.ceil((LEAST_MS - credit) / share);
  }

  return {
    wait,
    /** All the time used so far, in milliseconds. */
    spent: () => spent,
    guard<T extends (...args: any[]) => void>(run: T): T {
      return function (this: any, ...args: any[]) {
        if (inside) return run.apply(this, args);
        const begun = performance.now();
        inside = true;
        try {
          return run.apply(this, args);
        } catch (problem) {
          onError(problem);
        } finally {
          inside = false;
          const used = performance.now() - begun;
          spent += used;
          // Debt is bounded: a storm that cost a second must not silence the recorder for twenty.
          credit = Math.max(-BURST_MS, credit - used);
        }
      } as T;
    },
    /** Begins a slice; the answer says when it is over. */
    slice(burst?: boolean): () => boolean {
      wait();
      const end = performance.now() + (share >= 1 ? 1e9 : burst ? BURST_MS : Math.max(LEAST_MS, Math.min(SLICE_MS, credit)));
      return () => performance.now() > end;
    },
  };
}
