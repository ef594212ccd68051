import type { GeneratePart } from "./model-types.ts";

/** Turns parts that are pushed into a stream that is pulled; parts before an error are given first. */
export function createPartQueue(): {
  push: (part: GeneratePart) => void;
  end: () => void;
  fail: (error: unknown) => void;
  parts: AsyncGenerator<GeneratePart, void, void>;
} {
  const waiting: GeneratePart[] = [];
  let finished: { error: unknown } | "end" | null = null;
  let wake: () => void = () => undefined;

  async function* read(): AsyncGenerator<GeneratePart, void, void> {
    for (;;) {
      const part = waiting.shift();
      if (part !== undefined) yield part;
      else if (finished === "end") return;
      else if (finished !== null) throw finished.error;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }

  return {
    push(part) {
      waiting.push(part);
      wake();
    },
    end() {
      finished ??= "end";
      wake();
    },
    fail(error) {
      finished ??= { error };
      wake();
    },
    parts: read(),
  };
}
