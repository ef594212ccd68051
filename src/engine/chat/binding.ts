/** A content word, number or name of a text, at its place among the others. */
export interface Mention {
  /** Compared with the mentions of the other text. */
  keys: readonly string[];
  text: string;
  kind: "word" | "figure" | "name";
  weight: number;
  /** What a figure measures: one with a unit can only take the place of another of its group. */
  sort: string;
}

/** Content words on each side that count as the company of a mention. */
const reach = 3;
/** The other mention must fit clearly better, or near twins would be told apart by chance. */
const margin = 1.25;
/** Company of about one rare word right beside. */
const strongCompany = 1.2;

/** Words and figures agree when they share a key; names when one holds all words of the other. */
function agree(left: Mention, right: Mention): boolean {
  if (left.kind !== "name" || right.kind !== "name") {
    // Two whole dates agree as wholes; a year agrees with any date in it.
    const [one, other] = [left, right].map(({ keys }) => keys.filter((key) => key.startsWith("d:")));
    const shared = one!.length > 0 && other!.length > 0 ? one! : left.keys;
    return shared.some((key) => right.keys.includes(key));
  }
  const [short, long] = left.keys.length <= right.keys.length ? [left, right] : [right, left];
  return short.keys.every((key) => long.keys.includes(key));
}

/** True when all words of a name stand within a few mentions of each other: "Elizabeth II, the Queen". */
function standsTogether(name: Mention, evidence: readonly Mention[]): boolean {
  return evidence.some((_, start) => {
    const keys = new Set(evidence.slice(start, start + 5).flatMap((mention) => mention.keys));
    return name.keys.every((key) => keys.has(key));
  });
}

/** How well the words around a mention of the claim stand around a mention of the evidence. */
function company(claim: readonly Mention[], at: number, evidence: readonly Mention[], place: number): number {
  let sum = 0;
  for (let step = -reach; step <= reach; step += 1) {
    const word = claim[at + step];
    if (step === 0 || word === undefined) continue;
    let best = 0;
    for (
      let other = Math.max(0, place - 2 * reach);
      other <= Math.min(evidence.length - 1, place + 2 * reach);
      other += 1
    ) {
      if (other === place || !agree(word, evidence[other] as Mention)) continue;
      const sameSide = Math.sign(other - place) === Math.sign(step) ? 1 : 0.6;
      best = Math.max(best, sameSide / (1 + Math.abs(Math.abs(other - place) - Math.abs(step)) / 3));
    }
    sum += (word.weight * best) / (1 + Math.abs(step) / 4);
  }
  return sum;
}

/** Where the claim's words stand the evidence has another mention of that kind, one that the claim has nowhere. */
function hasRival(
  claim: readonly Mention[],
  at: number,
  evidence: readonly Mention[],
  places: readonly number[],
): boolean {
  const mention = claim[at] as Mention;
  // A name that only the title or the question holds has no company at all; its rival must then fit well.
  const own =
    places.length === 0 ? strongCompany : Math.max(...places.map((place) => company(claim, at, evidence, place)));
  return evidence.some(
    (other, place) =>
      other.kind === mention.kind &&
      // An amount with its unit is not mixed up with a bare number.
      (other.sort === mention.sort || !mention.sort.startsWith("unit")) &&
      !agree(mention, other) &&
      !claim.some((said) => agree(said, other)) &&
      company(claim, at, evidence, place) > own * margin + 0.1,
  );
}

/**
 * Numbers and names of the claim that stand in the evidence, but in the company of other words: where the claim's
 * words stand, the evidence has another number or name, one that the claim does not mention at all. So
 * "the caretaker is Helena Weber" is caught when Weber is the owner two sentences on. `bare` is the evidence without
 * what it says in brackets, which is beside the point unless the claim is about it; `subject` are title and question,
 * whose names the evidence may call "it" or "she".
 */
export function misplaced(
  claim: readonly Mention[],
  evidence: readonly Mention[],
  bare: readonly Mention[],
  subject: readonly Mention[],
): string[] {
  const placesIn = (mention: Mention, text: readonly Mention[]) =>
    text.flatMap((other, place) => (agree(mention, other) ? [place] : []));
  return claim.flatMap((mention, at) => {
    if (mention.kind === "word") return [];
    const outside = placesIn(mention, bare);
    if (outside.length > 0) return hasRival(claim, at, bare, outside) ? [mention.text] : [];
    const places = placesIn(mention, evidence);
    if (places.length > 0) return hasRival(claim, at, evidence, places) ? [mention.text] : [];
    // A figure that only title or question hold was compared before.
    if (mention.kind === "figure") return [];
    if (hasRival(claim, at, bare, [])) return [mention.text];
    // Its words are there, but not as this name: "Johannes Republic" out of "Dutch Republic" and "Johannes de Vries".
    const torn = mention.keys.length > 1;
    return torn && !standsTogether(mention, evidence) && !standsTogether(mention, subject) ? [mention.text] : [];
  });
}
