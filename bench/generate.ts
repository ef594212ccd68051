/** Made-up text and vectors for benchmarks: the same for the same seed, with the spread that real ones have. */

export interface Random {
  /** Below 1, at least 0. */
  next(): number;
  below(limit: number): number;
  gauss(): number;
}

/** Mulberry32 (Ettinger): small, quick, the same on every machine. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    below: (limit) => Math.floor(next() * limit),
    gauss: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}

/** Draws a place with a weight of (place + shift)^-slope: Zipf's law as Mandelbrot wrote it. */
function zipf(random: Random, size: number, slope: number, shift: number): () => number {
  const sums = new Float64Array(size);
  let sum = 0;
  for (let place = 0; place < size; place += 1) sums[place] = sum += (place + 1 + shift) ** -slope;
  return () => {
    const wanted = random.next() * sum;
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

const syllables = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu bra cle dri sto plu sha tre gro".split(
  " ",
);

function makeWords(random: Random, count: number): string[] {
  const words = new Set<string>();
  while (words.size < count) {
    const length = 2 + random.below(3);
    words.add(Array.from({ length }, () => syllables[random.below(syllables.length)]).join(""));
  }
  return [...words];
}

/** Function words of English, by falling use: so that they are what the stop-word list knows. */
const functionWords =
  `the of and to in a is that for it as was with be by on not he his but at are this have from or had
  an they which you were her all she there would their we him been has when who will more no if out so what up about
  than into them can only other its some these two may then do any my now such like our over me even most made after`
    .split(/\s+/)
    .filter((word) => word !== "");

export interface Texts {
  passages: string[];
  /** Three to eight words of one passage, up to half of them function words. */
  queries: string[];
}

/** Passages of 90 to 150 words: function words, words of a topic, rare words that come in bursts. */
export function makeTexts(random: Random, count: number, queryCount: number): Texts {
  const words = makeWords(random, 60_000);
  const common = zipf(random, functionWords.length, 1, 1.5);
  const any = zipf(random, words.length, 1.02, 60);
  const topicWords = 3_000;
  const inTopic = zipf(random, topicWords, 0.9, 8);
  const topics = Array.from({ length: 200 }, () => Int32Array.from({ length: topicWords }, any));
  const passages: string[] = [];
  const queries: string[] = [];
  const queryEvery = Math.max(1, Math.floor(count / queryCount));
  let topic = topics[0] as Int32Array;
  let burst: number[] = [];
  for (let index = 0; index < count; index += 1) {
    if (index % 20 === 0) {
      topic = topics[random.below(topics.length)] as Int32Array;
      burst = Array.from({ length: 14 }, any);
    }
    const line = Array.from({ length: 90 + random.below(61) }, () => {
      const draw = random.next();
      if (draw < 0.46) return functionWords[common()] as string;
      if (draw < 0.54) return words[burst[random.below(burst.length)] as number] as string;
      if (draw < 0.84) return words[topic[inTopic()] as number] as string;
      return words[any()] as string;
    });
    passages.push(line.join(" "));
    if (index % queryEvery === 0 && queries.length < queryCount) {
      const length = 3 + random.below(6);
      const start = random.below(line.length - length);
      queries.push(line.slice(start, start + length).join(" "));
    }
  }
  return { passages, queries };
}

/** Unit vectors in clusters of a space with fewer real dimensions, off centre, as embeddings are. */
export function makeVectors(random: Random, count: number, dimensions: number): Float32Array[] {
  const inner = 48;
  const clusters = 500;
  const projection = Float32Array.from(
    { length: inner * dimensions },
    (_, place) => random.gauss() / Math.sqrt(1 + Math.floor(place / dimensions)),
  );
  const centre = Float32Array.from({ length: dimensions }, () => random.gauss() * 0.9);
  const centres = Float32Array.from({ length: clusters * inner }, () => random.gauss());
  const pick = zipf(random, clusters, 0.3, 5);
  return Array.from({ length: count }, () => {
    const cluster = pick() * inner;
    const vector = Float32Array.from(centre);
    for (let place = 0; place < inner; place += 1) {
      const weight = (centres[cluster + place] as number) + 0.6 * (random.next() + random.next() - 1) * 2;
      const row = place * dimensions;
      for (let axis = 0; axis < dimensions; axis += 1) {
        vector[axis] = (vector[axis] as number) + weight * (projection[row + axis] as number);
      }
    }
    let square = 0;
    for (let axis = 0; axis < dimensions; axis += 1) {
      vector[axis] = (vector[axis] as number) + 0.3 * (random.next() - 0.5);
      square += (vector[axis] as number) ** 2;
    }
    const length = Math.sqrt(square);
    for (let axis = 0; axis < dimensions; axis += 1) vector[axis] = (vector[axis] as number) / length;
    return vector;
  });
}
