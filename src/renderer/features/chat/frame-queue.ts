/**
 * Collects what arrives and hands it on once per animation frame. A hidden page has no frames, so a timer stands
 * behind, and a stream is never held up by a window in the background.
 */
export function createFrameQueue<Item>(flush: (items: Item[]) => void): {
  push: (item: Item) => void;
  drain: () => void;
} {
  let items: Item[] = [];
  let frame: number | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  const drain = (): void => {
    if (frame !== null) cancelAnimationFrame(frame);
    if (timer !== null) clearTimeout(timer);
    frame = null;
    timer = null;
    const taken = items;
    items = [];
    if (taken.length > 0) flush(taken);
  };
  return {
    push: (item) => {
      items.push(item);
      frame ??= requestAnimationFrame(drain);
      timer ??= setTimeout(drain, 120);
    },
    drain,
  };
}
