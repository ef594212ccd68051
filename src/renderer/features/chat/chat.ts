import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";

import type { AnswerEvent } from "../../../shared/answer-schemas.ts";
import type { Activity } from "../../../shared/feedback-schemas.ts";
import type { AppState } from "../../app/app-store.ts";
import { currentRoute, go } from "../../app/route.ts";
import { say } from "../../app/speech.ts";
import type { EngineApi } from "../../engine-client/engine-client.ts";
import { toPageError } from "../../engine-client/page-error.ts";
import { t } from "../../strings/strings.ts";
import type { Cloud, Send } from "../cloud/cloud.ts";
import { announceAnswer } from "./announce.ts";
import { applyEvent, failView, isSettled, newAnswerView, viewOfQuestion } from "./answer-view.ts";
import { createFrameQueue } from "./frame-queue.ts";
import { chosenModel } from "./model-choice.ts";
import { addAnswer, findAnswer, nameQuestion, newThread, newThreadKey, patchAnswer } from "./thread.ts";
import type { Thread } from "./thread.ts";

/** A stop waits at most this long for the engine to name the answer; milliseconds. */
const longestUnnamedMs = 1_000;

export interface ChatState {
  threads: Record<string, Thread>;
  drafts: Record<string, string>;
  /** Keys of answers being made, by thread key. */
  running: Record<string, string>;
  /** Key of the newest question asked here, so that the view can bring it to the top once. */
  asked: string | null;
}

export interface AskRequest {
  threadKey: string;
  text: string;
  /** A new variant of this question. */
  questionId?: number | null;
  quotesOnly?: boolean;
  /** Write even with a model that has not passed its check. */
  write?: boolean;
  modelId?: string;
  documentIds?: number[];
  surface?: "chat" | "quick-prompt";
}

export interface Chat {
  store: StoreApi<ChatState>;
  load(conversationId: number): Promise<void>;
  /** Asks, after the person allowed what leaves the computer. False when they did not. */
  ask(request: AskRequest): Promise<boolean>;
  stop(threadKey: string): void;
  /** Ends what was running: the engine is gone and nothing is sent again by itself. */
  engineGone(): void;
  patch(threadKey: string, patch: (thread: Thread) => Thread): void;
  setDraft(threadKey: string, text: string): void;
  forget(threadKey: string): void;
}

interface ChatOptions {
  engine: EngineApi;
  app: StoreApi<AppState>;
  cloud: Cloud;
  report: (activity: Activity) => void;
  fail: (error: unknown) => void;
}

export function threadKeyOf(conversationId: number | null): string {
  return conversationId === null ? newThreadKey : String(conversationId);
}

export function createChat({ engine, app, cloud, report, fail }: ChatOptions): Chat {
  const store = createStore<ChatState>(() => ({ threads: {}, drafts: {}, running: {}, asked: null }));
  const aborts = new Map<string, AbortController>();
  /** Questions sent without some of their passages: another try must not send those unseen. */
  const heldBack = new Set<number>();
  let answers = 0;

  const threadOf = (key: string): Thread => store.getState().threads[key] ?? newThread(key);
  const patch: Chat["patch"] = (key, change) =>
    store.setState((state) => ({ threads: { ...state.threads, [key]: change(state.threads[key] ?? newThread(key)) } }));
  const setRunning = (threadKey: string, answerKey: string | null): void =>
    store.setState((state) => {
      const running = { ...state.running };
      if (answerKey === null) delete running[threadKey];
      else running[threadKey] = answerKey;
      return { running };
    });

  const load: Chat["load"] = async (conversationId) => {
    const key = String(conversationId);
    if (store.getState().running[key]) return;
    try {
      const { conversation, questions } = await engine.chat.conversation({ id: conversationId });
      if (store.getState().running[key]) return;
      patch(key, (thread) => ({
        ...thread,
        state: "ready",
        error: null,
        conversation,
        questions: questions.map((question) =>
          viewOfQuestion(
            question,
            thread.questions.find((one) => one.id === question.id),
          ),
        ),
      }));
    } catch (error) {
      patch(key, (thread) => ({ ...thread, state: "failed", error: toPageError(error).wire }));
    }
  };

  /** Stops pressed before the engine had named the answer. */
  const stopAtStart = new Set<string>();

  const stopNow = (threadKey: string, answerKey: string): void => {
    stopAtStart.delete(answerKey);
    const view = findAnswer(threadOf(threadKey), answerKey);
    aborts.get(answerKey)?.abort();
    patch(threadKey, (thread) =>
      patchAnswer(thread, answerKey, (one) =>
        isSettled(one) ? one : failView(one, { code: "cancelled", message: "" }),
      ),
    );
    if (view?.runId) engine.signals.record({ runId: view.runId, type: "stop" }).catch(fail);
  };

  /** A stopped answer is completed by the engine a moment later: its finished sentences are still checked. */
  const reloadStopped = async (threadKey: string, answerId: number | null): Promise<void> => {
    const id = Number(threadKey);
    if (answerId === null || !Number.isSafeInteger(id)) return;
    for (let attempt = 0; attempt < 60; attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, attempt < 20 ? 150 : 500));
      const { questions } = await engine.chat.conversation({ id });
      if (!questions.some((question) => question.answers.some((answer) => answer.id === answerId))) continue;
      await load(id);
      return;
    }
  };

  /** A thread gets its id with the first event; what was "new" then lives under the id. */
  const settleThread = (key: string, event: Extract<AnswerEvent, { type: "started" }>, answerKey: string): string => {
    const id = String(event.conversationId);
    patch(key, (thread) => nameQuestion(thread, answerKey, event.questionId));
    if (key === id) return key;
    store.setState((state) => {
      const { [key]: moved, ...threads } = state.threads;
      const { [key]: running, ...others } = state.running;
      return {
        threads: moved ? { ...threads, [id]: { ...moved, key: id, state: "ready" } } : threads,
        running: running ? { ...others, [id]: running } : others,
      };
    });
    const route = currentRoute();
    if (route.view === "chat" && threadKeyOf(route.conversationId) === key) {
      go({ view: "chat", conversationId: event.conversationId }, true);
    }
    return id;
  };

  const run = async (
    request: AskRequest,
    willWrite: boolean,
    send: Send | null,
    modelId: string | undefined,
  ): Promise<void> => {
    answers += 1;
    const answerKey = `asked-${answers}`;
    const abort = new AbortController();
    let key = request.threadKey;
    const before = threadOf(key);
    performance.mark("docent:ask");
    patch(key, (thread) =>
      addAnswer(thread, {
        answer: newAnswerView(answerKey, willWrite),
        questionId: request.questionId ?? null,
        text: request.text,
        now: Date.now(),
      }),
    );
    setRunning(key, answerKey);
    store.setState({ asked: answerKey });
    aborts.set(answerKey, abort);
    report("streaming");
    say(t("chat.searching.say"));

    const queue = createFrameQueue<AnswerEvent>((events) => {
      for (const event of events) {
        if (event.type === "started") {
          key = settleThread(key, event, answerKey);
          if (send?.heldBack) heldBack.add(event.questionId);
        }
        if (event.type === "sources") performance.mark("docent:sources");
        if (event.type === "delta" && findAnswer(threadOf(key), answerKey)?.text === "") {
          performance.mark("docent:first-word");
        }
        if (event.type === "checked") performance.mark("docent:checked");
        if (event.type === "finished") performance.mark("docent:done");
      }
      patch(key, (thread) => patchAnswer(thread, answerKey, (view) => events.reduce(applyEvent, view)));
      if (stopAtStart.has(answerKey) && findAnswer(threadOf(key), answerKey)?.answerId) stopNow(key, answerKey);
      if (events.some((event) => event.type === "delta")) report("streaming");
    });

    try {
      const conversationId = before.conversation?.id ?? (key === newThreadKey ? undefined : Number(key));
      const stream = await engine.chat.ask(
        {
          ...(conversationId === undefined || Number.isNaN(conversationId) ? {} : { conversationId }),
          ...(request.questionId ? { questionId: request.questionId } : {}),
          text: request.text,
          ...(modelId === undefined ? {} : { modelId }),
          quotesOnly: request.quotesOnly ?? false,
          write: request.write ?? false,
          filter: {
            folderIds: before.conversation?.folderIds ?? before.folderIds,
            documentIds: request.documentIds ?? [],
          },
          ...(send ? { preparedId: send.preparedId, passages: send.passages } : {}),
          surface: request.surface ?? "chat",
        },
        { signal: abort.signal },
      );
      for await (const event of stream) queue.push(event);
      queue.drain();
      const view = findAnswer(threadOf(key), answerKey);
      if (view && !isSettled(view)) {
        const code = abort.signal.aborted ? "cancelled" : "engine-gone";
        patch(key, (thread) => patchAnswer(thread, answerKey, (one) => failView(one, { code, message: "" })));
      }
    } catch (error) {
      queue.drain();
      const { wire } = toPageError(error, abort.signal.aborted);
      patch(key, (thread) => patchAnswer(thread, answerKey, (view) => failView(view, wire)));
    }
    aborts.delete(answerKey);
    setRunning(key, null);
    report("answer-finished");
    const view = findAnswer(threadOf(key), answerKey);
    if (view) announceAnswer(view);
    await afterAnswer(key, before, modelId, send);
    if (view?.state === "stopped" && view.answer === null) await reloadStopped(key, view.answerId);
  };

  /** A new conversation learns its title, its folders and the choice of its model; any one, what it has sent. */
  const afterAnswer = async (
    key: string,
    before: Thread,
    modelId: string | undefined,
    send: Send | null,
  ): Promise<void> => {
    const id = Number(key);
    if (!Number.isSafeInteger(id) || (before.conversation && !send)) return;
    if (!before.conversation) {
      if (modelId !== undefined && before.modelId !== null) {
        await engine.chat.setModel({ id, modelId: before.modelId, cloudConsent: send !== null });
      }
      if (before.folderIds.length > 0) await engine.chat.setFolders({ id, folderIds: before.folderIds });
    }
    const { conversation } = await engine.chat.conversation({ id });
    patch(key, (thread) => ({ ...thread, conversation, quotesOnly: before.quotesOnly }));
  };

  const ask: Chat["ask"] = async (request) => {
    const thread = threadOf(request.threadKey);
    if (request.text.trim() === "" || store.getState().running[request.threadKey]) return false;
    const { models, settings } = app.getState();
    const choice = chosenModel(
      models ?? [],
      request.modelId ?? thread.conversation?.modelId ?? thread.modelId,
      settings?.defaultModelId ?? "none",
    );
    const quotesOnly = request.quotesOnly ?? thread.quotesOnly;
    const modelId = request.modelId ?? (thread.conversation ? undefined : (thread.modelId ?? undefined));
    const write = request.write ?? (choice.model !== null && choice.weak && !quotesOnly);
    let send: Send | null = null;
    try {
      const model = choice.model;
      if (model?.host && !quotesOnly) {
        const allowed = (thread.conversation ?? thread).cloudConsent === model.id;
        const seen = thread.conversation?.cloudSent === true;
        if (!allowed && !(await cloud.askConsent(model.host))) return false;
        if (!allowed && thread.conversation) {
          const conversation = await engine.chat.setModel({
            id: thread.conversation.id,
            modelId: model.id,
            cloudConsent: true,
          });
          patch(request.threadKey, (one) => ({ ...one, conversation }));
        }
        const partly = request.questionId ? heldBack.has(request.questionId) : false;
        if (!allowed || !seen || partly || settings?.askBeforeEverySend === true) {
          send = await cloud.askSend({
            ...(thread.conversation ? { conversationId: thread.conversation.id } : {}),
            text: request.text,
            modelId: model.id,
            filter: {
              folderIds: thread.conversation?.folderIds ?? thread.folderIds,
              documentIds: request.documentIds ?? [],
            },
          });
          if (!send) return false;
        }
      }
    } catch (error) {
      fail(error);
      return false;
    }
    // A cloud model is always named, so that a default changed meanwhile cannot send elsewhere.
    const named = modelId ?? (choice.model?.host ? choice.model.id : undefined);
    void run({ ...request, quotesOnly, write }, choice.model !== null && !quotesOnly, send, named).catch(fail);
    return true;
  };

  return {
    store,
    load,
    ask,
    stop: (threadKey) => {
      const answerKey = store.getState().running[threadKey];
      if (!answerKey) return;
      const named = findAnswer(threadOf(threadKey), answerKey)?.answerId ?? null;
      if (named !== null || stopAtStart.has(answerKey)) {
        stopNow(threadKey, answerKey);
        return;
      }
      // Cut off before it has a name, the answer could be neither found again nor rated: it starts first, in a blink.
      stopAtStart.add(answerKey);
      setTimeout(() => {
        if (stopAtStart.has(answerKey)) stopNow(threadKey, answerKey);
      }, longestUnnamedMs);
    },
    engineGone: () => {
      for (const [threadKey, answerKey] of Object.entries(store.getState().running)) {
        patch(threadKey, (thread) =>
          patchAnswer(thread, answerKey, (view) =>
            isSettled(view) ? view : failView(view, { code: "engine-gone", message: "" }),
          ),
        );
      }
    },
    patch,
    setDraft: (threadKey, text) => store.setState((state) => ({ drafts: { ...state.drafts, [threadKey]: text } })),
    forget: (threadKey) =>
      store.setState((state) => {
        const { [threadKey]: _gone, ...threads } = state.threads;
        return { threads };
      }),
  };
}
