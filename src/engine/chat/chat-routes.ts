import type { Log } from "../platform/log.ts";
import { engineRoutes, typedStream } from "../platform/routes.ts";
import type { Chat } from "./chat.ts";

/** Routes `chat.*`. */
export function chatRoutes(chat: Chat, log: Log) {
  const routes = engineRoutes.chat;
  return routes.router({
    conversations: routes.conversations.handler(({ input }) => chat.conversations(input.search)),
    conversation: routes.conversation.handler(({ input }) => chat.conversation(input.id)),
    rename: routes.rename.handler(({ input }) => {
      chat.rename(input.id, input.title);
      return {};
    }),
    pin: routes.pin.handler(({ input }) => {
      chat.pin(input.id, input.pinned);
      return {};
    }),
    remove: routes.remove.handler(({ input }) => {
      chat.remove(input.id);
      return {};
    }),
    restore: routes.restore.handler(({ input }) => {
      chat.restore(input.id);
      return {};
    }),
    setModel: routes.setModel.handler(({ input }) => chat.setModel(input.id, input.modelId, input.cloudConsent)),
    setFolders: routes.setFolders.handler(({ input }) => chat.setFolders(input.id, input.folderIds)),
    export: routes.export.handler(({ input }) => chat.export(input.id)),
    ask: routes.ask.handler(({ input, signal }) => typedStream(chat.ask(input, signal), log, "chat.ask")),
    prepare: routes.prepare.handler(({ input, signal }) => chat.prepare(input, signal)),
    openCitation: routes.openCitation.handler(({ input }) => chat.openCitation(input.answerId, input.number)),
    rate: routes.rate.handler(({ input }) => {
      chat.rate(input.answerId, input.rating, input.reason);
      return {};
    }),
    keepOpen: routes.keepOpen.handler(({ input }) => {
      chat.keepOpen(input.answerId, input.keep);
      return {};
    }),
    run: routes.run.handler(({ input }) => ({ manifest: chat.run(input.runId) })),
  });
}
