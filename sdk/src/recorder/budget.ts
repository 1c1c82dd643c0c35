const BURST_MS = 50;
const SLICE_MS = 12;

/**
 * The recorder's allowance of main-thread time: a bucket that holds a burst and refills at the agreed share. Whatever
 * runs for the recorder runs inside `guard` and is counted.
 */
export class Budget {
  /** All the time used so far, in milliseconds. */
  spent = 0;
  private credit = BURST_MS;
  private refilled = performance.now();
  private depth = 0;
  private sliceEnd = 0;

  constructor(
    private readonly share: number,
    private readonly onError: (problem: unknown) => void,
  ) {}

  guard<T extends (...args: any[]) => void>(run: T): T {
    const budget = this;
    return function (this: any, ...args: any[]) {
      if (budget.depth) return run.apply(this, args);
      const begun = performance.now();
      budget.depth++;
      try {
        run.apply(this, args);
      } catch (problem) {
        budget.onError(problem);
      }
      budget.depth--;
      const used = performance.now() - begun;
      budget.spent += used;
      budget.credit -= used;
    } as T;
  }

  /** Milliseconds until there is enough for a slice of work; 0 now. */
  wait(): number {
    this.refill();
    return this.share >= 1 || this.credit >= SLICE_MS / 3 ? 0 : Math.ceil((SLICE_MS / 3 - this.credit) / this.share);
  }

  /** Begins a slice; the answer says when it is over. */
  slice(burst?: boolean): () => boolean {
    this.refill();
    const length = this.share >= 1 ? 1e9 : burst ? BURST_MS : Math.max(4, Math.min(SLICE_MS, this.credit));
    this.sliceEnd = performance.now() + length;
    return () => performance.now() > this.sliceEnd;
  }

  private refill(): void {
    const now = performance.now();
    this.credit = Math.min(BURST_MS, this.credit + (now - this.refilled) * this.share);
    this.refilled = now;
  }
}
