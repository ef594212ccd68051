import type { SuggestionRow } from "./suggestion-table.ts";

const dayFormat = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });

/** "3 May"; with the year when it is not this year's. */
export function dayOf(time: number, now: number): string {
  const day = dayFormat.format(time);
  const year = new Date(time).getFullYear();
  return year === new Date(now).getFullYear() ? day : `${day} ${year}`;
}

/** The card's one line, by template over stored facts. */
export function claimOf(row: SuggestionRow, now: number): string {
  return `A new file answers your question of ${dayOf(Number(row.reasonArguments["askedAt"]), now)}`;
}

/** Sentences that say why the card is there: facts that were stored, nothing else. */
export function whyOf(row: SuggestionRow, now: number, kind: { shown: number; accepted: number }): string[] {
  const facts = row.reasonArguments;
  const evidence = row.evidence[0];
  const sentences = [`You asked this on ${dayOf(Number(facts["askedAt"]), now)}; nothing was found then.`];
  if (evidence !== undefined) {
    sentences.push(`${evidence.documentName} was read on ${dayOf(row.createdAt, now)}.`);
    const place = evidence.page === null ? "in this passage" : `on page ${evidence.page}`;
    sentences.push(`${facts["termsFound"]} of the ${facts["termsAsked"]} words you asked with are ${place}.`);
    if (facts["closer"] === 1) sentences.push("It is closer to your question than any passage that was there before.");
  }
  if (kind.shown > 0) sentences.push(`You took ${kind.accepted} of ${kind.shown} cards of this kind.`);
  return sentences;
}
