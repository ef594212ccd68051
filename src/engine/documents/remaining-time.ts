/** Guesses how long work goes on from how fast it went in the last while. */
export interface RemainingTime {
  /** Tell what is left, in any unit, whenever it changes. */
  observe(atMs: number, left: number): void;
  /** Seconds, or null while too little was seen. */
  seconds(): number | null;
  reset(): void;
}

const windowMs = 30_000;
const shortestMs = 1_500;

export function createRemainingTime(): RemainingTime {
  /** Work done since each moment. */
  let points: { at: number; done: number }[] = [];
  let done = 0;
  let left = 0;
  return {
    observe(at, next) {
      if (points.length === 0) left = next;
      // More to do than before is new work, not a step back.
      if (next < left) done += left - next;
      left = next;
      const last = points.at(-1);
      if (last !== undefined && at - last.at < 100 && points.length > 1) last.done = done;
      else points.push({ at, done });
      while (points.length > 2 && at - (points[1] as { at: number }).at > windowMs) points.shift();
    },
    seconds() {
      const first = points[0];
      const last = points.at(-1);
      if (left === 0 || first === undefined || last === undefined) return left === 0 && first !== undefined ? 0 : null;
      const passed = last.at - first.at;
      const made = last.done - first.done;
      if (passed < shortestMs || made === 0) return null;
      return Math.round(((left / made) * passed) / 100) / 10;
    },
    reset() {
      points = [];
      done = 0;
      left = 0;
    },
  };
}
