import type { Answer, AnswerEvent, Source } from "../../shared/answer-schemas.ts";
import type { Document } from "../../shared/library-schemas.ts";
import type { SearchMode } from "../../shared/schemas.ts";

/**
 * What an evaluation needs of Docent: the same calls that a page or the command line makes, so that what is
 * measured is what people get. `createEngine`'s object has this shape.
 */
export interface EvaluationEngine {
  client: {
    library: {
      rescan(input: { folderId?: number }): Promise<unknown>;
      folders(input: Record<string, never>): Promise<unknown>;
      documents(input: { limit: number; offset: number }): Promise<{ total: number; documents: Document[] }>;
      view(input: { id: number }): Promise<{ characters: number }>;
      text(input: { id: number; start: number; end: number }): Promise<{ start: number; end: number; text: string }>;
    };
    search: {
      passages(input: {
        query: string;
        k: number;
        mode: SearchMode;
      }): Promise<{ sources: Source[]; setupId: string; tookMs: number }>;
    };
    chat: {
      ask(input: {
        text: string;
        modelId: string;
        quotesOnly?: boolean;
        write?: boolean;
        seed?: number;
        filter?: { documentIds: number[] };
        surface: "command-line";
      }): Promise<AsyncIterable<AnswerEvent>>;
      keepOpen(input: { answerId: number; keep: boolean }): Promise<unknown>;
      run(input: { runId: number }): Promise<{ manifest: Record<string, unknown> }>;
    };
    settings: { get(input: Record<string, never>): Promise<unknown> };
    models: { list(input: Record<string, never>): Promise<unknown> };
    ledger: { list(input: { limit: number }): Promise<unknown> };
    suggestions: {
      list(input: Record<string, never>): Promise<{
        suggestions: { id: number; question: string; evidence: { documentId: number }[] }[];
      }>;
    };
  };
  control: { grantFolder(input: { path: string }): Promise<{ id: number }> };
  /** Resolves when every file has its outcome and every passage its vector. */
  settled(): Promise<void>;
  /** Resolves when the detectors have looked at every new file. */
  suggestionsSettled(): Promise<void>;
  /** Reads one file as `docent extract` does; never rejects for a bad file. */
  extract(file: { name: string; bytes: Uint8Array }): Promise<{ outcome: string; text: string }>;
  close(): Promise<void>;
}

/** Opens Docent on an empty data folder; each collection gets one of its own. */
export type OpenEngine = (options: { dataDirectory: string }) => Promise<EvaluationEngine>;

/** Asks in the way of a command line and waits for the answer as it was stored. */
export async function askToEnd(
  engine: EvaluationEngine,
  input: Parameters<EvaluationEngine["client"]["chat"]["ask"]>[0],
): Promise<Answer> {
  for await (const event of await engine.client.chat.ask(input)) if (event.type === "finished") return event.answer;
  throw new Error(`the answer to "${input.text.slice(0, 80)}" never finished`);
}
