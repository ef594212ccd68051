import path from "node:path";

import { onTestFinished } from "vitest";

import type { Answer, AnswerEvent } from "../../../src/shared/answer-schemas.ts";
import type { Signal } from "../../../src/shared/feedback-schemas.ts";
import type { Model } from "../../../src/shared/model-schemas.ts";
import type { AskRequest } from "../../../src/engine/chat/begin-answer.ts";
import { type Chat, createChat } from "../../../src/engine/chat/chat.ts";
import type { GeneratePart, GenerateRequest, TextModel } from "../../../src/engine/models/model-types.ts";
import { loadScript } from "../../../src/engine/models/scripted/load-script.ts";
import { createScriptedText } from "../../../src/engine/models/scripted/scripted-model.ts";
import type { Clock } from "../../../src/engine/platform/clock.ts";
import { systemClock } from "../../../src/engine/platform/clock.ts";
import { DocentError } from "../../../src/engine/platform/docent-error.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { createRetriever } from "../../../src/engine/retrieval/retriever.ts";
import { type LibraryUnderTest, openLibrary, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const scripts = path.resolve(import.meta.dirname, "../../../evals/scripts");

/** A model made of a function, for what no script can play. */
export function modelOf(
  id: string,
  generate: (request: GenerateRequest) => AsyncIterable<GeneratePart>,
  fields: Partial<TextModel> = {},
): TextModel {
  return {
    id,
    label: id,
    qualified: true,
    contextTokens: 4_096,
    host: null,
    fingerprint: { model: id },
    generate,
    countTokens: (text) => Promise.resolve(Math.ceil(text.length / 4)),
    ...fields,
  };
}

export interface ChatUnderTest extends LibraryUnderTest {
  chat: Chat;
  signals: Omit<Signal, "id" | "at">[];
  folder: string;
  ask(
    text: string,
    fields?: Partial<AskRequest>,
    signal?: AbortSignal,
  ): Promise<{ answer: Answer; events: AnswerEvent[] }>;
  /** Another chat over the same databases, as after a restart. */
  again(): Chat;
}

export const request = (text: string, fields: Partial<AskRequest> = {}): AskRequest => ({
  text,
  quotesOnly: false,
  write: false,
  filter: { folderIds: [], documentIds: [] },
  surface: "chat",
  ...fields,
});

/** A chat over a real store, library and retriever, with scripted models and those given. */
export async function openChat(
  files: Record<string, string>,
  options: { models?: readonly TextModel[]; clock?: Clock } = {},
): Promise<ChatUnderTest> {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const under = openLibrary();
  await under.library.grantFolder(folder);
  await under.library.settled();
  const embedding = async () => under.embedding;
  const given = new Map((options.models ?? []).map((model) => [model.id, model]));
  const clock = options.clock ?? systemClock;
  const listed = (model: TextModel): Model => ({
    id: model.id,
    label: model.label,
    role: "text",
    kind: model.host === null ? "file" : "server",
    sizeBytes: null,
    license: null,
    contextTokens: model.contextTokens,
    qualification: model.qualified ? "passed" : "failed",
    state: "ready",
    host: model.host,
    reason: null,
  });
  const signals: Omit<Signal, "id" | "at">[] = [];
  const make = (): Chat =>
    createChat({
      store: under.store,
      retriever: createRetriever({ store: under.store, embedding, clock }),
      models: {
        embedding,
        list: () => [...given.values()].map(listed),
        async textModel(id) {
          const known = given.get(id);
          if (known !== undefined) return known;
          if (!id.startsWith("scripted:")) throw new DocentError("model-missing", `There is no model “${id}”.`);
          return createScriptedText(id, await loadScript(id.slice("scripted:".length), scripts), clock);
        },
      },
      library: under.library,
      signals: { record: (signal) => void signals.push(signal) },
      clock,
      log: silentLog,
      version: "0.0.0-test",
    });
  const chat = make();
  onTestFinished(() => chat.close());
  return {
    ...under,
    chat,
    signals,
    folder,
    again: make,
    async ask(text, fields = {}, signal) {
      const events: AnswerEvent[] = [];
      for await (const event of chat.ask(request(text, fields), signal)) events.push(event);
      const last = events.at(-1);
      if (last?.type !== "finished") throw new Error(`the answer ended with ${last?.type ?? "nothing"}`);
      return { answer: last.answer, events };
    },
  };
}

export const files = {
  "lease.md":
    "# Lease of the flat\n\nThe monthly rent for the flat at Quill Lane is 1,265 euros. It is due on the third day of " +
    "each month.\n\nThe deposit is 2,530 euros. It is paid before the keys are handed over.\n",
  "house-rules.md":
    "# House rules\n\nQuiet hours last from ten in the evening to six in the morning. The caretaker of the house is Tom " +
    "Brandt.\n\nBicycles are kept in the cellar.\n",
  "soup.txt": "Onion soup needs six onions, a litre of broth and forty minutes on a low flame.\n",
};

/** Everything a page has shown as text. */
export function shownText(events: readonly AnswerEvent[]): string {
  return events.map((event) => (event.type === "delta" ? event.text : "")).join("");
}
