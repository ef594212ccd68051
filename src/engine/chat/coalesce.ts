import type { GeneratePart } from "../models/model-types.ts";
import type { Clock } from "../platform/clock.ts";

/**
 * Joins text parts that arrive within `milliseconds` of each other, so that a page gets at most one message a frame.
 * The first text goes out at once, all other parts keep their place. Errors of the source come out in order too.
 */
export async function* coalesceText(
  parts: AsyncIterable<GeneratePart>,
  clock: Clock,
  milliseconds: number,
): AsyncGenerator<GeneratePart, void, void> {
  const source = parts[Symbol.asyncIterator]();
  let pending = "";
  let sentAt = Number.NEGATIVE_INFINITY;
  let next: Promise<IteratorResult<GeneratePart, unknown>> | null = null;
  const take = (): GeneratePart => {
    const text = pending;
    pending = "";
    sentAt = clock.monotonic();
    return { type: "text", text };
  };
  try {
    for (;;) {
      next ??= source.next();
      const due = pending === "" ? null : sentAt + milliseconds - clock.monotonic();
      if (due !== null && due <= 0) {
        yield take();
        continue;
      }
      const result = due === null ? await next : await firstOf(next, clock, due);
      if (result === null) continue;
      next = null;
      if (result.done === true) break;
      if (result.value.type === "text") pending += result.value.text;
      else {
        if (pending !== "") yield take();
        yield result.value;
      }
    }
    if (pending !== "") yield take();
  } catch (error) {
    // What was written before the source broke is still shown.
    if (pending !== "") yield take();
    throw error;
  } finally {
    await source.return?.();
  }
}

/** The result of `next`, or null when `milliseconds` pass first. */
async function firstOf<Result>(next: Promise<Result>, clock: Clock, milliseconds: number): Promise<Result | null> {
  let timer: ReturnType<Clock["after"]> | null = null;
  const late = new Promise<null>((resolve) => {
    timer = clock.after(milliseconds, () => resolve(null));
  });
  try {
    return await Promise.race([next, late]);
  } finally {
    (timer as ReturnType<Clock["after"]> | null)?.cancel();
  }
}
