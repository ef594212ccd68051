import type { Answer, Conversation } from "../../shared/answer-schemas.ts";
import type { SearchFilter } from "../../shared/schemas.ts";
import { DocentError } from "../platform/docent-error.ts";
import { answerSetup } from "./answer-setup.ts";
import type { ChatParts } from "./chat-parts.ts";
import { chooseModel, type ModelChoice, requireConsent } from "./model-choice.ts";
import type { EarlierMessage, PreparedSend } from "./prepared-sends.ts";
import { understand, type Understood } from "./understand.ts";

/** A question as a page, the command line or the quick prompt asks it. */
export interface AskRequest {
  conversationId?: number | undefined;
  questionId?: number | undefined;
  text: string;
  modelId?: string | undefined;
  quotesOnly: boolean;
  write: boolean;
  filter: SearchFilter;
  seed?: number | undefined;
  preparedId?: string | undefined;
  passages?: number[] | undefined;
  surface: "chat" | "quick-prompt" | "command-line";
}

/** An answer that is being made: what is fixed about it, and the answer so far. */
export interface Begun {
  conversation: Conversation;
  understood: Understood;
  choice: ModelChoice;
  prepared: PreparedSend | null;
  filter: SearchFilter;
  earlier: EarlierMessage[];
  seed: number;
  /** Numbers of the prepared passages that the user left ticked, undefined for all. */
  passages: readonly number[] | undefined;
  notice: string | null;
  /** Monotonic time of the ask. */
  startedAt: number;
  answer: Answer;
}

/** A question limited to named files, to the asked folders, else to those of the conversation. */
function filterOf(
  parts: ChatParts,
  request: Pick<AskRequest, "filter">,
  understood: Understood,
  folderIds: readonly number[],
) {
  const documentIds = [...request.filter.documentIds];
  const unknown: string[] = [];
  for (const name of understood.fileNames) {
    const found = parts.lookup.byName(name);
    if (found.length === 0) unknown.push(name);
    documentIds.push(...found);
  }
  const chosen = request.filter.folderIds.length > 0 ? request.filter.folderIds : folderIds;
  const filter: SearchFilter = { documentIds: documentIds.slice(0, 1_000), folderIds: [...chosen] };
  const notice = unknown.length === 0 ? null : `No file is named “${unknown.join("”, “")}”. All files were searched.`;
  return { filter, notice };
}

/** The question read in its conversation: what both a question and a prepared send begin with. */
export function readQuestion(
  parts: ChatParts,
  request: Pick<AskRequest, "conversationId" | "questionId" | "text" | "filter">,
): {
  conversation: Conversation | null;
  understood: Understood;
  filter: SearchFilter;
  earlier: EarlierMessage[];
  notice: string | null;
} {
  const conversation = request.conversationId === undefined ? null : findConversation(parts, request.conversationId);
  if (request.questionId !== undefined) checkQuestion(parts, request.questionId, conversation);
  const history = conversation === null ? [] : parts.messages.history(conversation.id, request.questionId ?? null, 8);
  const understood = understand(
    request.text,
    history.map((turn) => turn.question),
  );
  const { filter, notice } = filterOf(parts, request, understood, conversation?.folderIds ?? []);
  // Only a follow-up needs what was said before; anything else would lead a small model astray.
  const turns = understood.completedFrom === null ? [] : history.slice(-2);
  const earlier = turns.flatMap(({ question, answer }): EarlierMessage[] =>
    answer === ""
      ? []
      : [
          { role: "user", text: question },
          { role: "assistant", text: answer },
        ],
  );
  const notices = [understood.notice, notice].filter((one) => one !== null);
  return { conversation, understood, filter, earlier, notice: notices.length > 0 ? notices.join(" ") : null };
}

/** @throws DocentError not-found. */
export function findConversation(parts: Pick<ChatParts, "conversations">, id: number): Conversation {
  const found = parts.conversations.find(id);
  if (found === null) throw new DocentError("not-found", "This conversation is not there any more.");
  return found;
}

function checkQuestion(parts: ChatParts, id: number, conversation: Conversation | null): void {
  const question = parts.messages.question(id);
  if (question === null || conversation === null || question.conversationId !== conversation.id) {
    throw new DocentError("not-found", "This question is not in the conversation.");
  }
}

function titleOf(question: string): string {
  const line = question.replaceAll(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= 80 ? line : `${characters.slice(0, 79).join("").trimEnd()}…`;
}

/** An answer with nothing in it yet. */
export function emptyAnswer(ids: {
  id: number;
  questionId: number;
  runId: number;
  setupId: string;
  createdAt: number;
}): Answer {
  return {
    ...ids,
    state: "stopped",
    mode: "quote",
    evidence: "none",
    text: "",
    quotes: [],
    sources: [],
    citations: [],
    sentences: [],
    searched: { files: 0, partly: 0, failed: 0, waiting: 0 },
    model: null,
    timings: {
      retrievalMs: 0,
      quoteMs: null,
      firstTokenMs: null,
      totalMs: 0,
      promptTokens: null,
      outputTokens: null,
    },
    error: null,
    rating: null,
    keptOpen: false,
  };
}

/**
 * Refuses what can't be asked, then stores question and answer in the state "writing": from here on nothing that was
 * acknowledged can be lost.
 * @throws DocentError question-empty, question-binary, not-found, consent-required, consent-expired, data-newer.
 */
export function beginAnswer(parts: ChatParts, request: AskRequest): Begun {
  const { clock, conversations, messages, runs } = parts;
  if (parts.store.readOnly) {
    throw new DocentError("data-newer", "This data was written by a newer Docent. Nothing can be asked in it.");
  }
  const startedAt = clock.monotonic();
  const { understood, notice, earlier, filter, ...read } = readQuestion(parts, request);
  const settings = parts.settings();
  const choice = chooseModel(request, read.conversation, settings.defaultModelId, parts.models.list());
  requireConsent(choice, read.conversation, request.preparedId !== undefined, settings.askBeforeEverySend);
  const prepared =
    request.preparedId === undefined || choice.id === null
      ? null
      : parts.prepared.take(request.preparedId, {
          conversationId: read.conversation?.id ?? null,
          modelId: choice.id,
          question: understood.question,
        });
  const now = clock.now();
  const seed = request.seed ?? 0;
  const setup = answerSetup(parts, null, seed);
  const stored = parts.store.user.transaction(() => {
    const conversationId = read.conversation?.id ?? conversations.add(titleOf(understood.question), now);
    if (read.conversation === null && choice.host !== null) {
      conversations.setModel(conversationId, choice.id, choice.id);
    }
    const questionId = request.questionId ?? messages.addQuestion(conversationId, understood.question, now);
    const runId = runs.begin(setup, understood.question, now);
    const id = messages.addAnswer(conversationId, questionId, runId, now);
    conversations.touch(conversationId, now);
    return { conversationId, answer: emptyAnswer({ id, questionId, runId, setupId: setup.id, createdAt: now }) };
  })();
  parts.changed();
  const { answer } = stored;
  const conversation = findConversation(parts, stored.conversationId);
  const { passages } = request;
  return { conversation, understood, choice, prepared, filter, earlier, seed, passages, notice, startedAt, answer };
}
