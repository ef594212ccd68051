import type { OpenQuestion } from "../chat/open-question-table.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { PassageReader, ReadPassage } from "../retrieval/passage-reader.ts";
import { detectLateAnswer, detectorName, detectorVersion } from "./late-answer.ts";
import { snippetOf } from "./snippet.ts";
import type { SuggestionTable } from "./suggestion-table.ts";

const day = 86_400_000;
const lifetimeMs = 14 * day;

/** Kept by the chat; suggestions only read it and raise a question's bar. */
export interface OpenQuestions {
  list(): OpenQuestion[];
  raiseBestCosine(id: number, cosine: number): void;
  /** The question got its answer by this card. */
  close(id: number, suggestionId: number): void;
}

/** Holds new files against the open questions and lays cards into the inbox. */
export function createLateAnswerWatch({
  openQuestions,
  reader,
  suggestions,
  clock,
  log,
}: {
  openQuestions: OpenQuestions;
  reader: Pick<PassageReader, "ofDocument" | "question" | "matches">;
  suggestions: SuggestionTable;
  clock: Clock;
  log: Log;
}) {
  /** Vectors of questions are the same every time; a file must not wait for them to be made again. */
  const vectors = new Map<string, Float32Array>();

  return {
    /** Looks at one file whose passages are indexed; returns the number of cards laid. */
    async look(documentId: number): Promise<number> {
      const questions = openQuestions.list();
      if (questions.length === 0) return 0;
      const began = clock.monotonic();
      const passages = reader.ofDocument(documentId);
      const hasVectors = passages.some((passage) => passage.vector !== null);
      let cards = 0;
      for (const open of questions) {
        const known = vectors.get(open.question) ?? null;
        const asked = await reader.question(open.question, open.language, known === null && hasVectors);
        const vector = asked.vector ?? known;
        if (vector !== null) vectors.set(open.question, vector);
        const { match, bestCosine } = detectLateAnswer(
          { terms: asked.terms, vector, bestCosine: open.bestCosine },
          passages,
        );
        if (bestCosine !== null && bestCosine > (open.bestCosine ?? -1)) {
          openQuestions.raiseBestCosine(open.id, bestCosine);
        }
        if (match === null) continue;
        const passage = passages.find((candidate) => candidate.passageId === match.passageId) as ReadPassage;
        const now = clock.now();
        const added = suggestions.add({
          kind: "late-answer",
          dedupeKey: `late-answer:${open.id}`,
          createdAt: now,
          expiresAt: now + lifetimeMs,
          detector: detectorName,
          detectorVersion,
          confidence: match.confidence,
          reasonCode: "question-covered",
          reasonArguments: {
            openQuestionId: open.id,
            conversationId: open.conversationId,
            question: open.question,
            askedAt: open.askedAt,
            termsFound: match.termsFound,
            termsAsked: match.termsAsked,
            closer: match.cosine === null ? 0 : 1,
          },
          evidence: [
            {
              documentId: passage.documentId,
              contentId: passage.contentId,
              passageId: passage.passageId,
              documentName: passage.documentName,
              page: passage.page,
              start: passage.start,
              end: passage.end,
              snippet: snippetOf(passage.text, reader.matches(open.question, passage.text, open.language)),
            },
          ],
        });
        if (added) cards += 1;
      }
      log.write("info", "late-answer", {
        document: documentId,
        questions: questions.length,
        cards,
        ms: Math.round(clock.monotonic() - began),
      });
      return cards;
    },
  };
}
