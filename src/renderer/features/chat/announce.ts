import { say } from "../../app/speech.ts";
import { t } from "../../strings/strings.ts";
import { countSupport } from "./answer-view.ts";
import type { AnswerView } from "./answer-view.ts";

/** The one sentence a screen reader hears when an answer is complete. */
export function answerSummary(view: AnswerView): string {
  if (view.state === "stopped") return t("chat.stopped.say");
  if (view.state === "failed") return t("chat.failed.say");
  if (view.answer?.mode === "abstained") return t("chat.abstained.say");
  if (view.text === "") return t("chat.quotes.say", { count: view.quotes.length });
  const counts = countSupport(view.sentences);
  return t("chat.answer.say", { count: view.sentences.length, ...counts });
}

export function announceAnswer(view: AnswerView): void {
  say(answerSummary(view));
}
