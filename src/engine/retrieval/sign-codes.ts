/** Which contents a search may look at, by content id; null for all. */
type AllowedContents = { has(contentId: number): boolean } | null;

/** One bit for the sign of each dimension, in words of 32. Two codes differ in about as many bits as their vectors in angle. */
export interface SignCodes {
  readonly size: number;
  readonly lastPassageId: number;
  /** Sum of the passages' ids. */
  readonly idSum: number;
  /** `code` has one bit a dimension, as sqlite-vec's vec_quantize_binary writes it. */
  add(passageId: number, contentId: number, code: Uint8Array): void;
  /**
   * About `count` passages whose codes differ least from `code`, in no order: all those up to the distance that fills
   * the count. Costs a pass over all codes and no sorting (Charikar 2002; the histogram stands for the heap).
   */
  nearest(code: Uint8Array, count: number, allowed: AllowedContents): number[];
}

/** Number of bits set in a word of 32 bits. */
function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function wordsOf(code: Uint8Array): Uint32Array {
  const words = new Uint32Array(Math.ceil(code.length / 4));
  new Uint8Array(words.buffer).set(code);
  return words;
}

/** Codes of one embedding space in memory: 48 bytes for 384 dimensions, beside 16 for the ids. */
export function createSignCodes(dimensions: number): SignCodes {
  const words = Math.ceil(dimensions / 32);
  let size = 0;
  let idSum = 0;
  let codes = new Uint32Array(words * 1_024);
  let passageIds = new Float64Array(1_024);
  let contentIds = new Float64Array(1_024);

  const distanceTo = (query: Uint32Array, row: number): number => {
    let distance = 0;
    const first = row * words;
    for (let word = 0; word < words; word += 1) {
      distance += countBits((codes[first + word] as number) ^ (query[word] as number));
    }
    return distance;
  };

  return {
    get size() {
      return size;
    },
    get lastPassageId() {
      return size === 0 ? 0 : (passageIds[size - 1] as number);
    },
    get idSum() {
      return idSum;
    },
    add(passageId, contentId, code) {
      if (size === passageIds.length) {
        const [oldCodes, oldPassages, oldContents] = [codes, passageIds, contentIds];
        codes = new Uint32Array(oldCodes.length * 2);
        codes.set(oldCodes);
        passageIds = new Float64Array(size * 2);
        passageIds.set(oldPassages);
        contentIds = new Float64Array(size * 2);
        contentIds.set(oldContents);
      }
      codes.set(wordsOf(code), size * words);
      passageIds[size] = passageId;
      contentIds[size] = contentId;
      size += 1;
      idSum += passageId;
    },
    nearest(code, count, allowed) {
      const query = wordsOf(code);
      const none = dimensions + 1;
      const distances = new Uint16Array(size);
      const histogram = new Uint32Array(none + 1);
      for (let row = 0; row < size; row += 1) {
        const open = allowed === null || allowed.has(contentIds[row] as number);
        const distance = open ? distanceTo(query, row) : none;
        distances[row] = distance;
        histogram[distance] = (histogram[distance] as number) + 1;
      }
      let limit = -1;
      for (let found = 0; found < count && limit < dimensions;) {
        limit += 1;
        found += histogram[limit] as number;
      }
      const nearest: number[] = [];
      for (let row = 0; row < size; row += 1) {
        if ((distances[row] as number) <= limit) nearest.push(passageIds[row] as number);
      }
      return nearest;
    },
  };
}
