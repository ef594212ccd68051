import { emptyAnswer } from "./begin-answer.ts";
import type { ChatParts } from "./chat-parts.ts";

/**
 * Answers that a crash left in the state "writing" become stopped ones with all that was flushed of them. Their
 * sentences have no verdict. Returns how many there were.
 */
export function recoverWriting(parts: Pick<ChatParts, "store" | "messages" | "runs" | "log">): number {
  const left = parts.messages.writing();
  parts.store.user.transaction(() => {
    for (const { id, draft, runId, questionId, createdAt } of left) {
      const setupId = parts.runs.find(runId)?.setupId ?? "";
      const answer = draft ?? emptyAnswer({ id, questionId, runId, setupId, createdAt });
      parts.messages.saveAnswer({ ...answer, state: "stopped" });
    }
  })();
  if (left.length > 0) parts.log.write("info", "answers-recovered", { answers: left.length });
  return left.length;
}
