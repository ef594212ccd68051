import type { Settings } from "../../shared/settings-schemas.ts";
import type { Signal } from "../../shared/feedback-schemas.ts";
import type { Library } from "../documents/library-types.ts";
import type { Models } from "../models/models.ts";
import type { Clock } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Retriever } from "../retrieval/retrieval-types.ts";
import type { Store } from "../store/store.ts";
import type { RunTable } from "../trace/run-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { DocumentLookup } from "./document-table.ts";
import type { MessageTable } from "./message-table.ts";
import type { OpenQuestionTable } from "./open-question-table.ts";
import type { PreparedSends } from "./prepared-sends.ts";

/** Where ratings go as signals; feedback implements it. */
export interface SignalSink {
  record(signal: Omit<Signal, "id" | "at">): void;
}

/** What the chat asks of the library. */
export type ChatLibrary = Pick<Library, "searched" | "documents" | "text">;

/** Everything the steps of an answer work with; made once by createChat. */
export interface ChatParts {
  version: string;
  store: Pick<Store, "user" | "index" | "readOnly">;
  retriever: Retriever;
  models: Pick<Models, "textModel" | "list">;
  embedding: Models["embedding"];
  library: ChatLibrary;
  settings: () => Settings;
  clock: Clock;
  log: Log;
  conversations: ConversationTable;
  messages: MessageTable;
  openQuestions: OpenQuestionTable;
  runs: RunTable;
  lookup: DocumentLookup;
  prepared: PreparedSends;
  /** Prompt tokens a second by model, as measured at its last answer. */
  prefillSpeeds: Map<string, number>;
  signals: SignalSink;
  changed: () => void;
}
