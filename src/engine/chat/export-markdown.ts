import type { Answer, Citation, Conversation, Question } from "../../shared/answer-schemas.ts";

function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

function quoted(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function sourceLine(answer: Answer, citation: Citation): string {
  const source = answer.sources.find(({ number }) => number === citation.number);
  const name = source?.documentName ?? "a file";
  const page = citation.page === null ? "" : `, p. ${citation.page}`;
  const date = source === undefined ? "" : `, ${isoDate(source.documentModifiedAt)}`;
  return `[^${answer.id}-${citation.number}]: **${name}**${page}${date}. “${quoted(citation.text)}”`;
}

/** An answer's text with "(not in the files)" after each sentence that the check did not find there. */
function markedText(answer: Answer): string {
  let text = [...answer.text];
  for (const sentence of answer.sentences.toReversed()) {
    if (sentence.support === "unsupported") text.splice(sentence.end, 0, " (not in the files)");
  }
  return text.join("").replaceAll(/\[(\d{1,3})\]/g, `[^${answer.id}-$1]`);
}

function answerLines(answer: Answer): string[] {
  const lines: string[] = [];
  if (answer.mode === "abstained" && answer.text === "") {
    lines.push(`Not in your documents. ${answer.searched.files} files were searched.`);
  }
  if (answer.text !== "") lines.push(markedText(answer));
  else {
    for (const quote of answer.quotes) lines.push(`> “${quoted(quote.text)}” [^${answer.id}-${quote.source}]`, "");
  }
  if (answer.state === "stopped") lines.push("", "(stopped)");
  if (answer.error !== null) lines.push("", `(${answer.error.message})`);
  if (answer.citations.length > 0) lines.push("", ...answer.citations.map((citation) => sourceLine(answer, citation)));
  return lines;
}

/** A conversation as Markdown with its sources as footnotes; of each question the last variant of its answer. */
export function exportMarkdown(
  conversation: Conversation,
  questions: readonly Question[],
): { fileName: string; markdown: string } {
  const lines = [`# ${conversation.title}`, ""];
  for (const question of questions) {
    lines.push(`## ${quoted(question.text)}`, "");
    const answer = question.answers.at(-1);
    if (answer !== undefined) lines.push(...answerLines(answer), "");
  }
  const name = conversation.title
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 60);
  return { fileName: `${name === "" ? "conversation" : name}.md`, markdown: `${lines.join("\n").trimEnd()}\n` };
}
