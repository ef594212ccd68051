export type RestartStep = { action: "wait"; waitMilliseconds: number } | { action: "give-up" };

const firstWait = 500;
const longestWait = 30_000;
const window = 10 * 60_000;
const mostDeaths = 5;

/**
 * How a process that died is started again: after half a second, then twice as long each time up to 30 s, and not at
 * all after five deaths within ten minutes. Ten quiet minutes forget what was.
 */
export function createRestartPlan(now: () => number): { afterDeath(): RestartStep } {
  let deaths: number[] = [];
  return {
    afterDeath() {
      const time = now();
      deaths = [...deaths.filter((death) => time - death < window), time];
      if (deaths.length >= mostDeaths) return { action: "give-up" };
      return { action: "wait", waitMilliseconds: Math.min(longestWait, firstWait * 2 ** (deaths.length - 1)) };
    },
  };
}
