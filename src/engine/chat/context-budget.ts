/** How much of a prompt goes to what, in every setup. */
export const contextParameters = {
  /** Tokens kept for the answer. */
  answerTokens: 512,
  /** Share of the passages' tokens that one document may take when others are there too. */
  documentShare: 0.4,
  /** Reading the prompt may take so long, when the speed of this computer is known, in milliseconds. */
  prefillMs: 15_000,
  /** Passages always get at least this many tokens, however slow the computer. */
  leastTokens: 256,
  earlierTurns: 2,
  passages: 6,
} as const;

export interface SizedPassage {
  /** Place in the list of sources. */
  index: number;
  documentId: number;
  tokens: number;
}

/** Tokens that passages may take: what the context leaves, and what this computer reads in bearable time. */
export function passageBudget(request: {
  contextTokens: number;
  /** Instructions, earlier turns and question. */
  otherTokens: number;
  answerTokens: number;
  /** Prompt tokens a second as measured with this model here, null when not known. */
  prefillSpeed: number | null;
}): number {
  const byContext = request.contextTokens - request.otherTokens - request.answerTokens;
  const byTime =
    request.prefillSpeed === null
      ? Number.POSITIVE_INFINITY
      : Math.max(
          contextParameters.leastTokens,
          (request.prefillSpeed * contextParameters.prefillMs) / 1_000 - request.otherTokens,
        );
  return Math.max(0, Math.floor(Math.min(byContext, byTime)));
}

/**
 * Passages that go into the prompt, in their order: what does not fit is skipped, and one document gets at most 40 %
 * of the budget while others have something to say, so that no file can crowd the rest out.
 */
export function fillContext(passages: readonly SizedPassage[], budget: number): SizedPassage[] {
  const several = new Set(passages.map((passage) => passage.documentId)).size > 1;
  const documentLimit = several ? Math.floor(budget * contextParameters.documentShare) : budget;
  const taken = new Map<number, number>();
  let left = budget;
  const chosen: SizedPassage[] = [];
  for (const passage of passages) {
    const already = taken.get(passage.documentId) ?? 0;
    // A document's first passage may be larger than its share: else a small context would hold nothing.
    const tooMuch = already > 0 && already + passage.tokens > documentLimit;
    if (passage.tokens > left || tooMuch) continue;
    chosen.push(passage);
    taken.set(passage.documentId, already + passage.tokens);
    left -= passage.tokens;
  }
  return chosen;
}
