/* Damages the header of a model file in a way that can be repeated from a seed. */

/** Numbers from 0 to 1 from a seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A copy of `header` with a few bytes changed: half of the time in what is not vocabulary (the first kilobytes and the
 * list of tensors at the end), by single bits, random bytes, or a number replaced by an extreme one.
 */
export function damageHeader(header: Uint8Array, seed: number): Buffer {
  const random = createRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const bytes = Buffer.from(header);
  const place = (): number => {
    const choice = random();
    if (choice < 0.35) return below(2_500);
    if (choice < 0.6) return bytes.length - 8 - below(18_000);
    return below(bytes.length - 8);
  };
  const extremes = [0n, 1n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 62n, 2n ** 63n, 2n ** 64n - 1n];
  for (let change = 1 + below(3); change > 0; change -= 1) {
    const at = place();
    const kind = below(3);
    if (kind === 0) bytes[at] = (bytes[at] as number) ^ (1 << below(8));
    else if (kind === 1) for (let index = 0; index < 1 + below(8); index += 1) bytes[at + index] = below(256);
    else bytes.writeBigUInt64LE(extremes[below(extremes.length)] as bigint, at);
  }
  return bytes;
}
