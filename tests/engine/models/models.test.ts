import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { createModels } from "../../../src/engine/models/models.ts";
import type { ProcessLauncher } from "../../../src/engine/platform/child-process.ts";
import { createEgressBroker } from "../../../src/engine/platform/egress/egress-broker.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { openStore } from "../../../src/engine/store/store.ts";
import { createLedger } from "../../../src/engine/trace/ledger-table.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { startLoopbackServer } from "../../support/loopback-server.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { goodHeader, pair, write } from "./gguf-bytes.ts";

const resources = path.resolve(import.meta.dirname, "../../../resources");

/** Nothing of these tests may start a process. */
const noLauncher: ProcessLauncher = {
  start: () => Promise.reject(new Error("a child was started")),
};

function set(options: { directory?: string; resourcesDirectory?: string; allowScriptFiles?: boolean } = {}) {
  const clock = createFakeClock();
  const directory = options.directory ?? temporaryFolder();
  const store = openStore({ directory, clock, log: silentLog });
  onTestFinished(() => store.close());
  const ledger = createLedger(store.user, clock, () => undefined, store.readOnly);
  const egress = createEgressBroker({ ledger, clock, log: silentLog });
  const resourcesDirectory = options.resourcesDirectory ?? resources;
  const models = createModels({
    store,
    launcher: noLauncher,
    egress,
    clock,
    log: silentLog,
    resourcesDirectory,
    allowScriptFiles: options.allowScriptFiles ?? false,
  });
  return { store, ledger, egress, models, directory };
}

function modelFile(name = "tiny.gguf", bytes: Uint8Array = write(goodHeader())): string {
  const file = path.join(temporaryFolder(), name);
  writeFileSync(file, bytes);
  return file;
}

describe("createModels", () => {
  it("lists the bundled models, the writer as one that did not pass its check", () => {
    const { models } = set();
    expect(models.list()).toMatchObject([
      { id: "all-minilm-l6-v2", role: "embedding", kind: "bundled", state: "ready", host: null },
      { id: "smollm2-135m-instruct", role: "text", state: "ready", qualification: "failed" },
    ]);
    expect(() => models.remove("smollm2-135m-instruct")).toThrow(expect.objectContaining({ code: "not-available" }));
  });

  it("gives the bundled writer without starting it, not qualified", async () => {
    const { models } = set();
    const model = await models.textModel("smollm2-135m-instruct");
    expect(model).toMatchObject({ qualified: false, host: null, contextTokens: 4_096 });
    expect(model.fingerprint["sha256"]).toMatch(/^b179c952/);
  });

  it("refuses a bundled file that is not the one shipped", async () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, "models"));
    copyFileSync(path.join(resources, "models", "SHA256SUMS"), path.join(folder, "models", "SHA256SUMS"));
    writeFileSync(path.join(folder, "models", "all-MiniLM-L6-v2.Q8_0.gguf"), write(goodHeader()));
    const { models } = set({ resourcesDirectory: folder });
    await expect(models.embedding()).rejects.toMatchObject({ code: "model-refused" });
    // A failure is not kept.
    await expect(models.embedding()).rejects.toMatchObject({ code: "model-refused" });
    await expect(models.textModel("smollm2-135m-instruct")).rejects.toMatchObject({ code: "model-missing" });
    expect(models.list()[1]).toMatchObject({ state: "missing" });
  });

  it("takes a model file after checking its header and keeps it over a restart", async () => {
    const { models, store, directory } = set();
    let changes = 0;
    models.onChange(() => (changes += 1));
    const file = modelFile();
    const added = await models.addFile(file);
    expect(added).toMatchObject({ id: "file:1", label: "Tiny", license: "mit", contextTokens: 64, kind: "file" });
    expect(added.qualification).toBe("unknown");
    expect(changes).toBe(1);
    await models.close();
    store.close();
    const again = set({ directory });
    expect(again.models.list()).toContainEqual(added);
    expect((await again.models.addFile(file)).id).toBe("file:1");
    again.models.remove("file:1");
    expect(again.models.list().length).toBe(2);
    expect(() => again.models.remove("file:1")).toThrow(expect.objectContaining({ code: "model-missing" }));
  });

  it.each([
    ["a damaged file", write({ ...goodHeader(), data: 10 }), "model-refused"],
    ["a file of another kind", Buffer.from("not a model"), "model-refused"],
    [
      "a model that makes vectors",
      write({ ...goodHeader(), pairs: [...goodHeader().pairs, pair.uint32("llama.pooling_type", 1)] }),
      "model-refused",
    ],
  ])("refuses %s and lists nothing of it", async (_, bytes, code) => {
    const { models } = set();
    await expect(models.addFile(modelFile("x.gguf", bytes))).rejects.toMatchObject({ code });
    expect(models.list().length).toBe(2);
  });

  it("refuses a file that is not there, and a folder", async () => {
    const { models } = set();
    await expect(models.addFile("/no/such/file.gguf")).rejects.toMatchObject({ code: "model-missing" });
    await expect(models.addFile(temporaryFolder())).rejects.toMatchObject({ code: "model-refused" });
  });

  it("notices that a file was changed after it was added, before anything is started", async () => {
    const { models } = set();
    const file = modelFile();
    await models.addFile(file);
    const model = await models.textModel("file:1");
    writeFileSync(file, write({ ...goodHeader(), data: 400 }));
    await expect(model.countTokens("x")).rejects.toMatchObject({ code: "model-refused" });
    writeFileSync(file, "broken");
    await expect(model.countTokens("x")).rejects.toMatchObject({ code: "model-refused" });
  });

  it("adds a server, keeps its key in memory only, and sends nothing by itself", async () => {
    const server = await startLoopbackServer((reply) => reply.end(JSON.stringify({ data: [{ id: "tiny" }] })));
    const { models, ledger, store, directory } = set();
    const added = models.addServer({ label: " Mine ", baseUrl: `${server.origin}/v1/`, model: "tiny" });
    expect(added).toMatchObject({ id: "server:1", label: "Mine", host: server.host, qualification: "unknown" });
    models.setKey("server:1", "sk-canary-99");
    const model = await models.textModel("server:1");
    expect(model).toMatchObject({ host: server.host, qualified: false });
    expect([server.connections, ledger.list(10).length]).toEqual([0, 0]);

    expect(await models.checkServer("server:1")).toMatchObject({ answers: true });
    expect(server.seen[0]?.headers.authorization).toBe("Bearer sk-canary-99");
    expect(ledger.list(10)).toMatchObject([{ purpose: "check server", passages: 0, documents: [] }]);
    store.user.pragma("wal_checkpoint(TRUNCATE)");
    expect(store.user.serialize().includes("canary")).toBe(false);

    await models.close();
    store.close();
    const again = set({ directory });
    expect(again.models.list().map(({ id }) => id)).toContain("server:1");
    expect(again.egress.hasKey("server:1")).toBe(false);
    again.models.remove("server:1");
    await expect(again.models.checkServer("server:1")).rejects.toMatchObject({ code: "model-missing" });
    await expect(again.models.textModel("server:1")).rejects.toMatchObject({ code: "model-missing" });
  });

  it.each(["http://api.example.com/v1", "ftp://localhost/", "nonsense"])("refuses the address %s", (baseUrl) => {
    const { models } = set();
    expect(() => models.addServer({ label: "x", baseUrl, model: "m" })).toThrow(
      expect.objectContaining({ code: "invalid-input" }),
    );
    expect(models.list().length).toBe(2);
  });

  it("gives scripted models by name and lists the ones in use", async () => {
    const { models } = set();
    const model = await models.textModel("scripted:answers-well");
    expect(model).toMatchObject({ qualified: true, host: null });
    expect(await models.textModel("scripted:answers-well")).toBe(model);
    expect(models.list().at(-1)).toMatchObject({ id: "scripted:answers-well", kind: "scripted" });
  });

  it("takes a script by its path only where files may be named", async () => {
    const file = path.join(resources, "../evals/scripts/answers-well.json");
    for (const id of [`scripted:${file}`, "scripted:../scripts/answers-well", "scripted:./answers-well.json"]) {
      await expect(set().models.textModel(id)).rejects.toMatchObject({ code: "model-missing" });
    }
    const { models } = set({ allowScriptFiles: true });
    expect(await models.textModel(`scripted:${file}`)).toMatchObject({ qualified: true });
  });

  it("changes nothing in the data of a newer Docent, and sends nothing that could not be written down", async () => {
    const before = set();
    const server = await startLoopbackServer((reply) => reply.end("{}"));
    before.models.addServer({ label: "Mine", baseUrl: server.origin, model: "m" });
    before.store.user.pragma("user_version = 999");
    before.store.close();
    const { store, models } = set({ directory: before.directory });
    expect(store.readOnly).toBe(true);
    const newer = expect.objectContaining({ name: "DocentError", code: "data-newer" }) as unknown;
    expect(() => models.addServer({ label: "x", baseUrl: server.origin, model: "m" })).toThrow(newer);
    expect(() => models.remove("server:1")).toThrow(newer);
    await expect(models.addFile(modelFile())).rejects.toEqual(newer);
    expect(await models.checkServer("server:1")).toMatchObject({ answers: false });
    expect([server.connections, models.list().length]).toEqual([0, 3]);
  });

  it.each(["", "gpt", "file:1", "file:0", "server:9", "server:1;", "all-minilm-l6-v2"])(
    "has no writing model called %o",
    async (id) => {
      await expect(set().models.textModel(id)).rejects.toMatchObject({ code: "model-missing" });
    },
  );
});
