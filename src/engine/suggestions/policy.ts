/**
 * Static rules with a little exploration. The acceptance estimate shrinks the kind's prior toward what this user did
 * with cards of the kind; a card is shown when the estimate beats the surface's threshold. With probability epsilon
 * the action is drawn uniformly from all eligible ones including silence, so that every action's propensity is known
 * and at least epsilon / (n + 1).
 */
export const policyName = "static-rules-1";

/** Prior probability that a card of the kind is accepted. */
export const kindPriors = { "late-answer": 0.5 } as const;
/** Minutes saved by an accepted card of the kind: what ranks kinds against each other. */
export const kindValues = { "late-answer": 3 } as const;
/** Weight of the prior in past cards. */
const priorWeight = 8;
export const epsilon = 0.05;
/** Acceptance that a card in the window must promise; multiplied by the level the user chose. */
const cardThreshold = 0.25;
const levelFactors = { off: Infinity, quiet: 1.5, balanced: 1, eager: 0.7 } as const;
export const dailyLimits = { off: 0, quiet: 1, balanced: 3, eager: 6 } as const;

export type SuggestionKind = keyof typeof kindPriors;
export type SuggestionLevel = keyof typeof levelFactors;

export interface PolicyCandidate {
  suggestionId: number;
  kind: SuggestionKind;
  /** Estimated probability of acceptance, 0 to 1. */
  acceptance: number;
  /** acceptance times the kind's value in minutes. */
  utility: number;
}

/** Posterior mean of acceptance for a kind: prior of `priorWeight` cards, then the user's own outcomes. */
export function acceptanceOf(kind: SuggestionKind, confidence: number, accepted: number, shown: number): number {
  const posterior = (kindPriors[kind] * priorWeight + accepted) / (priorWeight + shown);
  return Math.min(1, posterior * (0.5 + 0.5 * confidence));
}

/** Smallest acceptance worth a card at this level. */
export function thresholdOf(level: SuggestionLevel): number {
  return cardThreshold * levelFactors[level];
}

/** A number in [0, 1) from a 32-bit seed: one round of mulberry32, so that a stored seed replays exactly. */
export function uniform(seed: number): number {
  let state = (seed + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}

export interface PolicyInput {
  candidates: readonly PolicyCandidate[];
  threshold: number;
  epsilon: number;
  seed: number;
}

export interface PolicyChoice {
  /** null: silence. */
  suggestionId: number | null;
  propensity: number;
  /** Probability of silence first, then of each candidate in the order given; the sum is 1. */
  probabilities: number[];
}

/** The choice for one open moment; the same input always gives the same choice. */
export function choose({ candidates, threshold, epsilon: explore, seed }: PolicyInput): PolicyChoice {
  let best = -1;
  candidates.forEach((candidate, index) => {
    if (candidate.acceptance <= threshold) return;
    if (best < 0 || candidate.utility > (candidates[best] as PolicyCandidate).utility) best = index;
  });
  const share = explore / (candidates.length + 1);
  const probabilities = [share, ...candidates.map(() => share)];
  probabilities[best + 1] = (probabilities[best + 1] as number) + (1 - explore);
  const draw = uniform(seed);
  let sum = 0;
  let action = probabilities.length - 1;
  for (let index = 0; index < probabilities.length; index += 1) {
    sum += probabilities[index] as number;
    if (draw < sum) {
      action = index;
      break;
    }
  }
  return {
    suggestionId: action === 0 ? null : (candidates[action - 1] as PolicyCandidate).suggestionId,
    propensity: probabilities[action] as number,
    probabilities,
  };
}
