export interface StopFilter {
  /** Text that is safe to show, and whether a stop sequence has ended the whole. */
  push(text: string): { text: string; stopped: boolean };
  /** What was held back because it could have become a stop sequence. */
  flush(): string;
}

/** Ends a stream at the first of `stops`, also one that comes in pieces; the sequence itself is not passed on. */
export function createStopFilter(stops: readonly string[]): StopFilter {
  const sequences = stops.filter((stop) => stop.length > 0);
  let held = "";
  return {
    push(text) {
      held += text;
      const found = sequences.map((stop) => held.indexOf(stop)).filter((index) => index >= 0);
      if (found.length > 0) {
        const shown = held.slice(0, Math.min(...found));
        held = "";
        return { text: shown, stopped: true };
      }
      let keep = 0;
      for (const stop of sequences) {
        for (let length = Math.min(stop.length - 1, held.length); length > keep; length -= 1) {
          if (held.endsWith(stop.slice(0, length))) {
            keep = length;
            break;
          }
        }
      }
      const shown = held.slice(0, held.length - keep);
      held = held.slice(held.length - keep);
      return { text: shown, stopped: false };
    },
    flush() {
      const rest = held;
      held = "";
      return rest;
    },
  };
}
