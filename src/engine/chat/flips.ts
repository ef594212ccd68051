import { foldWord } from "../retrieval/normalise-word.ts";

const negations = new Set(
  `not no never neither nor without cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't
  shouldn't mustn't couldn't hasn't haven't hadn't none nobody nothing nicht kein keine keinen keinem keiner keines nie
  niemals ohne weder nunca jamás sin ningún ninguna ni pas jamais sans aucun aucune не нет без никогда değil yok
  hiçbir olmadan non senza mai`
    .split(/\s+/)
    .map((word) => foldWord(word)),
);
const hanNegation = /不|没有|未|無|非|ない|ません/gu;

/** Words of opposite meaning by stem-like beginning: a claim that turns one into the other says the contrary. */
const opposites: readonly (readonly [RegExp, RegExp])[] = (
  [
    ["increas|rise|rose|grow|grew", "decreas|fell|fall|declin|drop|reduc"],
    ["before|prior", "after"],
    ["more|above|over|exceed", "less|fewer|below|under"],
    ["minimum|least", "maximum|most"],
    ["first|earliest", "last|latest"],
    ["allow|permit|may", "forbid|forbidden|prohibit|ban"],
    ["includ", "exclud"],
    ["accept", "reject|refus"],
    ["buyer|purchaser", "seller"],
    ["landlord|lessor", "tenant|lessee"],
    ["employer", "employee"],
    ["win|won", "lose|lost"],
    ["open", "clos"],
    ["start|begin|began|commenc", "end|expir|terminat"],
    ["all|always|every", "none|never"],
    ["vor", "nach"],
    ["mehr|über", "weniger|unter"],
    ["mindestens", "höchstens"],
    ["vermieter", "mieter"],
  ] as const
).map(([left, right]) => [new RegExp(`(?<!\\p{L})(?:${left})`, "iu"), new RegExp(`(?<!\\p{L})(?:${right})`, "iu")]);

/** The content words that a text negates: the first telling word after each negation. */
function negated(text: string, isTelling: (word: string) => boolean): Set<string> {
  const words = text.replaceAll("’", "'").match(/[\p{L}\p{N}']+/gu) ?? [];
  const found = new Set<string>();
  for (const [at, word] of words.entries()) {
    const folded = foldWord(word);
    if (!negations.has(folded) && !word.toLowerCase().endsWith("n't")) continue;
    const next = words.slice(at + 1, at + 5).find((one) => isTelling(one));
    if (next !== undefined) found.add(foldWord(next).slice(0, 6));
  }
  return found;
}

/**
 * The word by which a claim turns its evidence around, null when none shows: a word is negated in one of them and
 * stands plainly in the other, or one side of a pair of opposites stands only in the claim and the other side only in
 * the evidence. It sees plain flips only; subtle ones pass.
 */
export function findFlip(claim: string, evidence: string, isTelling: (word: string) => boolean): string | null {
  const said = claim.replace(/^(?:yes|no|ja|nein|sí|oui|non|да|нет|evet|hayır)[,.!]\s*/iu, "");
  const holds = (text: string, stem: string) =>
    (text.match(/[\p{L}\p{N}]+/gu) ?? []).some((word) => foldWord(word).startsWith(stem));
  const [inClaim, inEvidence] = [negated(said, isTelling), negated(evidence, isTelling)];
  for (const stem of inClaim) if (!inEvidence.has(stem) && holds(evidence, stem)) return "not";
  for (const stem of inEvidence) if (!inClaim.has(stem) && holds(said, stem)) return "not";
  const [han, hanEvidence] = [said.match(hanNegation)?.length ?? 0, evidence.match(hanNegation)?.length ?? 0];
  if (han > 0 !== hanEvidence > 0) return (said.match(hanNegation) ?? evidence.match(hanNegation))?.[0] ?? null;
  for (const [left, right] of opposites) {
    for (const [one, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const word = one.exec(said);
      if (word && !other.test(said) && !one.test(evidence) && other.test(evidence)) return word[0];
    }
  }
  return null;
}
