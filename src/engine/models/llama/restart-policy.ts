import type { Clock } from "../../platform/clock.ts";
import { DocentError } from "../../platform/docent-error.ts";

const firstDelay = 500;
const longestDelay = 30_000;
/** A caller waits this long for a restart; rather than longer it hears at once that there is none now. */
const longestWait = 2_000;
const crashWindow = 10 * 60_000;
const crashesAllowed = 5;
/** Deaths while loading, with no load that ever worked: the file is the cause, not the day. */
const loadCrashesAllowed = 2;

/** When a child that died may be started again: after 0.5 s doubling to 30 s, and not after 5 deaths in 10 min. */
export interface RestartPolicy {
  crashed(whileLoading: boolean): void;
  /** A model was loaded, so its file is not what kills the child. */
  loaded(): void;
  /** Resolves when the next start is due. @throws DocentError model-failed when that is far off. */
  wait(): Promise<void>;
  /** Why there will be no other start; null while there may be. */
  quarantined(): string | null;
}

/** Times are taken from `clock.monotonic`, so a clock that is set back changes nothing. */
export function createRestartPolicy(clock: Clock): RestartPolicy {
  let crashes: number[] = [];
  let dueAt = 0;
  let delay = firstDelay;
  let everLoaded = false;
  let loadCrashes = 0;
  let quarantine: string | null = null;

  return {
    crashed(whileLoading) {
      const now = clock.monotonic();
      crashes = [...crashes.filter((at) => now - at < crashWindow), now];
      // Alone in its window, a crash starts the delays anew.
      delay = crashes.length === 1 ? firstDelay : Math.min(delay * 2, longestDelay);
      dueAt = now + delay;
      if (whileLoading && !everLoaded) loadCrashes += 1;
      if (loadCrashes >= loadCrashesAllowed) {
        quarantine = "Loading this model file ended its process twice, so the file is not opened again.";
      } else if (crashes.length >= crashesAllowed) {
        quarantine = "This model stopped five times within ten minutes, so it is not started again.";
      }
    },
    loaded() {
      everLoaded = true;
      loadCrashes = 0;
    },
    wait() {
      const left = dueAt - clock.monotonic();
      if (left <= 0) return Promise.resolve();
      if (left > longestWait) {
        return Promise.reject(
          new DocentError("model-failed", "The model stopped working and is being started again.", {
            nextStep: `Try again in ${Math.ceil(left / 1_000)} seconds.`,
          }),
        );
      }
      return new Promise((resolve) => {
        // The clock's timers do not keep a process alive, and here a caller is waiting for one.
        const alive = setInterval(() => undefined, longestWait);
        clock.after(left, () => {
          clearInterval(alive);
          resolve();
        });
      });
    },
    quarantined: () => quarantine,
  };
}
