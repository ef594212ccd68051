export interface Timer {
  cancel(): void;
}

/** Time as the engine sees it; tests pass a clock that they move by hand. */
export interface Clock {
  /** Wall-clock milliseconds since 1970; for showing only, it may jump. */
  now(): number;
  /** Milliseconds that never go back; for durations and timeouts. */
  monotonic(): number;
  after(milliseconds: number, task: () => void): Timer;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    timer.unref();
    return { cancel: () => clearTimeout(timer) };
  },
};
