import type { Source } from "../../shared/answer-schemas.ts";
import { createSupportChecker } from "../chat/check-support.ts";
import type { EvidencePassage } from "../chat/evidence-sentences.ts";
import { sentenceSpans } from "../documents/sentences.ts";
import { foldWord } from "../retrieval/normalise-word.ts";
import { isStopWord } from "../retrieval/stop-words.ts";
import type { Case } from "./cases.ts";
import type { CollectionLibrary } from "./collection-library.ts";
import type { EvaluationRow } from "./run-record.ts";
import { hashPlace, seededRandom } from "./statistics.ts";
import { swapName, swapNumber } from "./swaps.ts";

/** As many passages as an answer is written from. */
const contextPassages = 4;

/**
 * The passages that a good search would put before a writer: those of the right document, then the best others.
 */
export function contextFor(sources: readonly Source[], isRight: (source: Source) => boolean): Source[] {
  const right = sources.filter(isRight).slice(0, contextPassages - 1);
  const others = sources.filter((source) => !isRight(source));
  return [...right, ...others].slice(0, contextPassages);
}

function evidencePassage(source: Source): EvidencePassage {
  const [title = "", ...headings] = source.heading.split(" › ");
  return {
    passageId: source.passageId,
    contentId: source.documentId,
    start: source.start,
    end: source.end,
    documentName: source.documentName,
    title,
    headings,
    text: source.text,
    language: source.language,
    score: source.score,
    cosine: null,
  };
}

/**
 * Verdicts of Docent's own check on one human answer: each sentence as written, with one number and with one name
 * swapped for another of the passages. Kept or passed means "supported".
 */
export function supportRows(
  question: Pick<Case, "id" | "question" | "answers">,
  passages: readonly EvidencePassage[],
  base: Omit<EvaluationRow, "values" | "found">,
): EvaluationRow[] {
  const checker = createSupportChecker({
    passages,
    question: question.question,
    isStopWord: (term, language) => isStopWord(foldWord(term), language ?? "en"),
  });
  const everything = passages.map((passage) => passage.text).join("\n\n");
  const random = seededRandom(Math.floor(hashPlace("swap", question.id) * 4_294_967_296));
  const answer = question.answers[0] ?? "";
  const sentences = sentenceSpans(answer, "en")
    .map((span) => answer.slice(span.start, span.end))
    .filter((sentence) => /\p{L}.*\s.*\p{L}/su.test(sentence));
  return sentences.map((sentence, index) => {
    const row: EvaluationRow = { ...base, id: `${base.id}#${index + 1}`, question: sentence, values: {}, found: [] };
    const judge = (metric: string, label: string, text: string, wanted: boolean): void => {
      const verdict = checker.check(text);
      const supported = verdict.support === "supported";
      row.values[metric] = supported ? 1 : 0;
      const missing = verdict.missing.length === 0 ? "" : ` (missing: ${verdict.missing.join(", ")})`;
      row.found.push({ label: `${label}: ${verdict.support}${missing}`, text, right: supported === wanted });
    };
    judge("human sentences kept", "as written", sentence, true);
    const number = swapNumber(sentence, everything, random);
    if (number !== null) judge("swapped numbers passed", `${number.from} made ${number.to}`, number.sentence, false);
    const name = swapName(sentence, everything, random);
    if (name !== null) judge("swapped names passed", `${name.from} made ${name.to}`, name.sentence, false);
    return row;
  });
}

/** Searches for the question and checks its human answer against what a writer would have been given. */
export async function supportTask(
  question: Case,
  library: CollectionLibrary,
  base: Omit<EvaluationRow, "values" | "found">,
): Promise<EvaluationRow[]> {
  if (!question.answerable || question.answers.length === 0) return [];
  const { sources } = await library.engine.client.search.passages({ query: question.question, k: 100, mode: "hybrid" });
  const context = contextFor(sources, (source) => question.relevant.includes(library.keyOf(source.documentId)));
  return supportRows(question, context.map(evidencePassage), {
    ...base,
    expected: "kept as written, marked once a number or a name is wrong",
  });
}
