/** Counts messages of one socket: at most `perSecond` over time, with a burst of twice that. */
export function createRateLimit(perSecond: number, now: () => number): { take(): boolean } {
  let left = perSecond * 2;
  let last = now();
  return {
    take() {
      const time = now();
      left = Math.min(perSecond * 2, left + ((time - last) / 1_000) * perSecond);
      last = time;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
