import { existsSync } from "node:fs";
import path from "node:path";

import { ORPCError } from "@orpc/client";
import type { Command } from "commander";

import { DocentError } from "../../engine/index.ts";
import type { Answer } from "../../shared/answer-schemas.ts";
import { toAnswerRow, type AnswerRow } from "../answer-rows.ts";
import { textOrBatch, reportBatch } from "../batch.ts";
import { createPlaces, filterFor } from "../document-places.ts";
import { oneLine } from "../output.ts";
import { globalOptions, wholeNumber } from "../global-options.ts";
import { withEngine, type CommandContext } from "../with-engine.ts";

interface AskOptions {
  conversation?: number;
  folder?: string;
  batch?: string;
  out?: string;
}

/** The id of `--model`: a path of a file becomes a model of its own. */
async function chosenModel(context: CommandContext): Promise<string | undefined> {
  const wanted = context.options.model;
  if (wanted === undefined || wanted === "none" || wanted.startsWith("scripted:")) return wanted;
  if (!wanted.endsWith(".gguf") && !existsSync(wanted)) return wanted;
  return (await context.engine.models.addFile(path.resolve(wanted))).id;
}

interface Question {
  text: string;
  modelId: string | undefined;
  conversation?: number;
  folder?: string;
  path?: string;
}

/** Asks one question and waits for its end; text is streamed to people as it comes. */
async function ask(
  context: CommandContext,
  pathOf: (documentId: number) => string,
  question: Question,
): Promise<{ row: AnswerRow; answer: Answer }> {
  const { engine, output, options, signal } = context;
  const { modelId } = question;
  const stream = await engine.client.chat.ask(
    {
      text: question.text,
      ...(question.conversation === undefined ? {} : { conversationId: question.conversation }),
      ...(modelId === undefined ? {} : { modelId }),
      // A model that is named writes, even one that has not passed its check.
      quotesOnly: modelId === "none",
      write: modelId !== undefined && modelId !== "none",
      ...(options.seed === undefined ? {} : { seed: options.seed }),
      filter: filterFor(engine, question),
      surface: "command-line",
    },
    { signal },
  );
  let conversation = 0;
  let finished: Answer | null = null;
  for await (const event of stream) {
    if (event.type === "started") {
      conversation = event.conversationId;
      if (event.notice !== null) output.note(event.notice);
    } else if (event.type === "delta") output.stream(event.text);
    else if (event.type === "finished") finished = event.answer;
  }
  if (finished === null) throw new DocentError("cancelled", "Stopped before the answer was complete.");
  if (finished.error !== null) {
    throw new ORPCError("DOCENT", { message: finished.error.message, data: finished.error });
  }
  return { row: toAnswerRow(question.text, conversation, finished, pathOf), answer: finished };
}

/** An answer for people, after the text that was streamed already. */
function linesOf(row: AnswerRow, answer: Answer, hasFolders: boolean): string[] {
  const marks = { supported: " ", partly: "◐", unsupported: "⊘" } as const;
  const sources = row.citations.map(
    (citation) => `[${citation.n}] ${oneLine(citation.path)}${citation.page === null ? "" : `, page ${citation.page}`}`,
  );
  if (row.mode === "abstained") {
    if (!hasFolders) {
      return ["Not in your documents: no folder has been added yet.", "Add one: docent index <folder>"];
    }
    return [
      "Not in your documents.",
      `${answer.searched.files} files were searched; ${answer.searched.failed} could not be read.`,
      ...answer.sources
        .slice(0, 3)
        .map((source) => `Nearest: ${oneLine(source.documentName)}: ${oneLine(source.text).slice(0, 120)}`),
    ];
  }
  if (row.mode === "written") {
    const checked = row.sentences
      .filter((sentence) => sentence.support !== "supported")
      .map((sentence) => `${marks[sentence.support]} ${sentence.support}: ${sentence.text}`);
    return ["", ...(row.weak ? ["(weak model)"] : []), ...checked, ...sources];
  }
  return [row.answer, "", ...sources];
}

/** `docent ask`: the whole pipeline. */
export function addAskCommand(program: Command): void {
  program
    .command("ask")
    .description("an answer with its citations, from quotes alone or written by a model")
    .argument("[question...]", "what to ask")
    .option("--conversation <id>", "go on with this conversation", wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option("--folder <folder>", "only in this folder: its name or a path")
    .option("--batch <file>", "many questions, one JSON object a line: {id, question, folder?, path?}")
    .option("--out <file>", "where the results of --batch go, one JSON object a line")
    .addHelpText(
      "after",
      '\nExamples:\n  docent ask "How long is the notice period?"\n' +
        '  docent ask "How long is the notice period?" --model smollm2-135m-instruct --json\n' +
        "  docent ask --batch questions.jsonl --out answers.jsonl --model none",
    )
    .action(async (words: string[], options: AskOptions, command: Command) => {
      const text = textOrBatch(words, options);
      await withEngine(globalOptions(command), async (context) => {
        const modelId = await chosenModel(context);
        const places = createPlaces(context.engine);
        const pathOf = (documentId: number): string => places.path(documentId);
        const common = {
          modelId,
          ...(options.folder === undefined ? {} : { folder: options.folder }),
          ...(options.conversation === undefined ? {} : { conversation: options.conversation }),
        };
        if (text !== undefined) {
          const { row, answer } = await ask(context, pathOf, { ...common, text });
          context.output.result(row, () => linesOf(row, answer, context.engine.library.folders().length > 0));
          return;
        }
        await reportBatch(context, { batch: options.batch ?? "", out: options.out ?? "" }, async (line) => {
          const { row } = await ask({ ...context, output: { ...context.output, stream: () => undefined } }, pathOf, {
            ...common,
            text: line.question,
            ...(line.folder === undefined ? {} : { folder: line.folder }),
            ...(line.path === undefined ? {} : { path: line.path }),
          });
          return row;
        });
      });
    });
}
