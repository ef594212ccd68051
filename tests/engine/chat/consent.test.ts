import { describe, expect, it } from "vitest";

import type { GenerateRequest } from "../../../src/engine/models/model-types.ts";
import { DocentError } from "../../../src/engine/platform/docent-error.ts";
import { writeSettings } from "../../../src/engine/store/setting-table.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { files, modelOf, openChat, request } from "./chat-under-test.ts";

const question = "How high is the deposit for the flat?";

async function openCloud(clock?: ReturnType<typeof createFakeClock>) {
  const sent: GenerateRequest[] = [];
  const cloud = (id: string) =>
    modelOf(
      id,
      async function* (asked) {
        sent.push(asked);
        yield { type: "text", text: "The deposit is 2,530 euros [1]." };
        yield { type: "done", reason: "end", promptTokens: 10, outputTokens: 8 };
      },
      { host: "api.example.com", qualified: false },
    );
  const under = await openChat(files, { models: [cloud("server:1"), cloud("server:2")], ...(clock && { clock }) });
  const filter = { folderIds: [], documentIds: [] };
  const codeOf = (ask: () => unknown): string => {
    try {
      ask();
    } catch (error) {
      return error instanceof DocentError ? error.code : String(error);
    }
    return "sent";
  };
  return {
    ...under,
    sent,
    codeOf,
    prepare: (fields: { conversationId?: number; modelId?: string; text?: string } = {}) =>
      under.chat.prepare({ text: question, modelId: "server:1", filter, ...fields }),
  };
}

describe("a cloud model", () => {
  it("gets nothing before the user has allowed it, and nothing of that is stored", async () => {
    const { chat, sent, codeOf } = await openCloud();
    expect(codeOf(() => chat.ask(request(question, { modelId: "server:1" })))).toBe("consent-required");
    expect(chat.count()).toBe(0);
    expect(sent).toEqual([]);
  });

  it("gets exactly what was shown, cut to the passages left ticked", async () => {
    const { ask, prepare, sent } = await openCloud();
    const shown = await prepare();
    expect(shown).toMatchObject({ host: "api.example.com", question, earlierMessages: [] });
    expect(sent).toEqual([]);
    const keep = [shown.passages[0]!.number];
    const { answer } = await ask(question, { modelId: "server:1", preparedId: shown.preparedId, passages: keep });
    expect(answer).toMatchObject({ mode: "written", model: { host: "api.example.com" } });
    const text = sent[0]!.messages.map((message) => message.text).join("\n");
    expect(text).toContain(shown.instructions);
    for (const passage of shown.passages) {
      const inside = text.includes(passage.text.trim().split("\n").at(-1) as string);
      expect(inside).toBe(keep.includes(passage.number));
    }
    expect(sent[0]!.purpose).toMatchObject({ passages: 1, documents: [{ name: shown.passages[0]!.documentName }] });
  });

  it("has its bytes counted as they are sent", async () => {
    const { ask, prepare, sent } = await openCloud();
    const shown = await prepare();
    await ask(question, { modelId: "server:1", preparedId: shown.preparedId });
    const bytes = sent[0]!.messages.reduce((sum, message) => sum + Buffer.byteLength(message.text), 0);
    expect(bytes).toBe(shown.bytes);
  });

  it("answers on after its first send in an allowed chat, but not in another chat or for another model", async () => {
    const { ask, chat, prepare, codeOf } = await openCloud();
    const { preparedId } = await prepare();
    await ask(question, { modelId: "server:1", preparedId });
    const conversationId = chat.conversations("")[0]!.id;
    expect((await ask("And the rent?", { conversationId })).answer.mode).toBe("written");
    expect(codeOf(() => chat.ask(request(question, { conversationId, modelId: "server:2" })))).toBe("consent-required");
    expect(codeOf(() => chat.ask(request(question, { modelId: "server:1" })))).toBe("consent-required");
    chat.setModel(conversationId, "server:1", false);
    expect(codeOf(() => chat.ask(request("And the rent?", { conversationId })))).toBe("consent-required");
  });

  it("needs both the chat's allowance and the first look", async () => {
    const { ask, chat, prepare, sent, codeOf } = await openCloud();
    await ask(question, { quotesOnly: true });
    const conversationId = 1;
    const fields = { conversationId, modelId: "server:1" };
    const unallowed = await prepare({ conversationId });
    expect(codeOf(() => chat.ask(request(question, { ...fields, preparedId: unallowed.preparedId })))).toBe(
      "consent-required",
    );
    chat.setModel(conversationId, "server:1", true);
    expect(codeOf(() => chat.ask(request(question, fields)))).toBe("consent-required");
    expect(sent).toEqual([]);
    const { preparedId } = await prepare({ conversationId });
    expect((await ask(question, { ...fields, preparedId })).answer.state).toBe("complete");
    expect(sent).toHaveLength(1);
  });

  it("shows each send first when the settings say so", async () => {
    const { ask, chat, prepare, store, codeOf } = await openCloud();
    writeSettings(store.user, { askBeforeEverySend: true });
    const { preparedId } = await prepare();
    await ask(question, { modelId: "server:1", preparedId });
    expect(codeOf(() => chat.ask(request(question, { conversationId: 1 })))).toBe("consent-required");
  });

  it("takes a prepared send once, for its own question and for ten minutes", async () => {
    const clock = createFakeClock();
    const { ask, chat, prepare, codeOf } = await openCloud(clock);
    const first = await prepare();
    const other = { modelId: "server:1", preparedId: first.preparedId };
    expect(codeOf(() => chat.ask(request("Another question about soup?", other)))).toBe("consent-required");
    await ask(question, other);
    expect(codeOf(() => chat.ask(request(question, other)))).toBe("consent-expired");
    const second = await prepare();
    clock.advance(600_001);
    expect(codeOf(() => chat.ask(request(question, { ...other, preparedId: second.preparedId })))).toBe(
      "consent-expired",
    );
  });

  it("prepares nothing for a model on this computer", async () => {
    const local = modelOf("local", async function* () {
      yield { type: "done", reason: "end", promptTokens: 0, outputTokens: 0 };
    });
    const { chat } = await openChat(files, { models: [local] });
    const filter = { folderIds: [], documentIds: [] };
    await expect(chat.prepare({ text: question, modelId: "local", filter })).rejects.toMatchObject({
      code: "not-available",
    });
  });
});
