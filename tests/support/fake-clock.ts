import type { Clock } from "../../src/engine/platform/clock.ts";

export interface FakeClock extends Clock {
  /** Moves time on and runs what falls due, in order. */
  advance(milliseconds: number): void;
}

/** A clock that stands still until a test moves it. */
export function createFakeClock(start = Date.UTC(2026, 10, 30, 12)): FakeClock {
  let passed = 0;
  let tasks: { at: number; task: () => void }[] = [];
  return {
    now: () => start + passed,
    monotonic: () => passed,
    after(milliseconds, task) {
      const entry = { at: passed + milliseconds, task };
      tasks.push(entry);
      return {
        cancel() {
          tasks = tasks.filter((other) => other !== entry);
        },
      };
    },
    advance(milliseconds) {
      const end = passed + milliseconds;
      for (;;) {
        const due = tasks.filter((entry) => entry.at <= end).sort((left, right) => left.at - right.at)[0];
        if (due === undefined) break;
        tasks = tasks.filter((entry) => entry !== due);
        passed = Math.max(passed, due.at);
        due.task();
      }
      passed = end;
    },
  };
}
