import path from "node:path";

import type { Database } from "better-sqlite3";

import type { Model } from "../../shared/model-schemas.ts";
import type { ProcessLauncher } from "../platform/child-process.ts";
import type { Clock } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { EgressBroker } from "../platform/egress/egress-types.ts";
import type { Log } from "../platform/log.ts";
import { bundledModels } from "./bundled.ts";
import { checkServer } from "./cloud/check-server.ts";
import { createCloudText } from "./cloud/cloud-text-model.ts";
import { createFileHashes } from "./file-hash-table.ts";
import { checkGgufFile, modelRefused } from "./gguf-file.ts";
import { createLocalModels } from "./local-models.ts";
import { openModelFiles } from "./model-file-table.ts";
import { listModels, serverId } from "./model-list.ts";
import { type ModelServer, openModelServers } from "./model-server-table.ts";
import type { EmbeddingModel, TextModel } from "./model-types.ts";
import { isScriptName, loadScript } from "./scripted/load-script.ts";
import { createScriptedText } from "./scripted/scripted-model.ts";

/** All models Docent can use, and what is known of them. */
export interface Models {
  /** The bundled embedding model, started. @throws DocentError model-missing, model-refused, model-failed. */
  embedding(): Promise<EmbeddingModel>;
  /**
   * A model that writes, by id: a bundled one, `file:<n>`, `server:<n>`, `scripted:<name or file>`. A local one is
   * loaded at its first question. @throws DocentError model-missing, model-refused, model-failed (quarantined).
   */
  textModel(id: string): Promise<TextModel>;
  list(): Model[];
  /** @throws DocentError invalid-input when the address may not be reached, data-newer. */
  addServer(server: { label: string; baseUrl: string; model: string }): Model;
  /** Takes a GGUF file in its place after checking its header. @throws DocentError model-missing, model-refused, data-newer. */
  addFile(file: string): Promise<Model>;
  /** @throws DocentError model-missing, not-available for a bundled model, data-newer. */
  remove(id: string): void;
  setKey(modelId: string, key: string): void;
  removeKey(modelId: string): void;
  /** Asks a server for its list of models; sends nothing of the user's. Failures are told, not thrown. */
  checkServer(id: string, signal?: AbortSignal): Promise<{ answers: boolean; message: string }>;
  onChange(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface ModelsOptions {
  store: { user: Database; readOnly: boolean };
  launcher: ProcessLauncher;
  egress: EgressBroker;
  clock: Clock;
  log: Log;
  resourcesDirectory: string;
  /** Where `scripted:<name>` is looked for; the scripts of a clone by default. */
  scriptsDirectory?: string;
  /** Lets `scripted:<file>` name any JSON file; for who owns the computer's files anyway, never for a page. */
  allowScriptFiles?: boolean;
}

/** Puts together every kind of model. Nothing is loaded, and nothing reached, before it is asked for. */
export function createModels(options: ModelsOptions): Models {
  const { store, egress, clock, log } = options;
  const directory = path.join(options.resourcesDirectory, "models");
  const scripts = options.scriptsDirectory ?? path.join(options.resourcesDirectory, "..", "evals", "scripts");
  const servers = openModelServers(store.user);
  const files = openModelFiles(store.user);
  const quarantined = new Map<string, string>();
  const scripted = new Map<string, TextModel>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const hash = createFileHashes(store.user, store.readOnly);
  const local = createLocalModels({
    launcher: options.launcher,
    clock,
    log,
    directory,
    hash,
    onQuarantine(id, reason) {
      quarantined.set(id, reason);
      const file = numberOf(id, "file");
      if (file !== null && !store.readOnly) files.quarantine(file, reason);
      changed();
    },
  });
  for (const server of servers.list()) egress.allow(serverId(server), server.baseUrl);
  let embedding: Promise<EmbeddingModel> | null = null;

  const list = (): Model[] =>
    listModels({
      directory,
      servers: servers.list(),
      files: files.list(),
      scripted: [...scripted.values()],
      quarantined,
    });
  const listed = (id: string): Model => list().find((model) => model.id === id) as Model;

  const writable = (): void => {
    if (store.readOnly) {
      throw new DocentError("data-newer", "This data was written by a newer Docent. Nothing can be changed.");
    }
  };

  function serverOf(id: string): ModelServer {
    const server = servers.list().find((server) => serverId(server) === id);
    if (server === undefined) throw missing(id);
    return server;
  }

  return {
    embedding() {
      const model = bundledModels.find((bundled) => bundled.role === "embedding");
      if (model === undefined) throw missing("embedding");
      // A failure is not kept: the file may be back, or the process may start, the next time.
      embedding ??= local.embedding(model).catch((error: unknown) => {
        embedding = null;
        throw error;
      });
      return embedding;
    },
    async textModel(id) {
      if (id.startsWith("scripted:")) {
        const known = scripted.get(id);
        if (known !== undefined) return known;
        const name = id.slice("scripted:".length);
        if (options.allowScriptFiles !== true && !isScriptName(name)) throw missing(id);
        const script = await loadScript(name, scripts);
        const model = createScriptedText(id, script, clock);
        scripted.set(id, model);
        changed();
        return model;
      }
      if (id.startsWith("server:")) return createCloudText(serverOf(id), egress);
      const file = files.list().find((file) => `file:${file.id}` === id);
      const reason = quarantined.get(id) ?? file?.quarantined;
      if (reason !== undefined && reason !== null) {
        throw new DocentError("model-failed", reason, { nextStep: "Use another model, or add the file again." });
      }
      if (file !== undefined) return local.fileText(file);
      const bundled = bundledModels.find((bundled) => bundled.id === id && bundled.role === "text");
      if (bundled === undefined) throw missing(id);
      return local.bundledText(bundled);
    },
    list,
    addServer(server) {
      writable();
      const baseUrl = server.baseUrl.trim().replace(/\/+$/, "");
      // Refuses an address before it is stored.
      egress.allow("server:new", baseUrl);
      egress.disallow("server:new");
      const added = servers.add({ label: server.label.trim(), baseUrl, model: server.model.trim() });
      egress.allow(serverId(added), baseUrl);
      changed();
      return listed(serverId(added));
    },
    async addFile(file) {
      writable();
      const absolute = path.resolve(file);
      const facts = await checkGgufFile(absolute);
      if (facts.embedding) throw modelRefused("It makes vectors; it does not write.");
      const sha256 = await hash(absolute);
      const name = facts.name ?? path.basename(absolute, ".gguf");
      const { sizeBytes, license, contextTokens } = facts;
      const added = files.add({ name, path: absolute, sha256, sizeBytes, license, contextTokens });
      const id = `file:${added.id}`;
      local.drop(id);
      quarantined.delete(id);
      changed();
      return listed(id);
    },
    remove(id) {
      if (bundledModels.some((bundled) => bundled.id === id)) {
        throw new DocentError("not-available", "This model belongs to Docent and stays.");
      }
      const server = numberOf(id, "server");
      const file = numberOf(id, "file");
      if (server !== null || file !== null) writable();
      const removed =
        (server !== null && servers.remove(server)) || (file !== null && files.remove(file)) || scripted.delete(id);
      if (!removed) throw missing(id);
      egress.disallow(id);
      local.drop(id);
      quarantined.delete(id);
      changed();
    },
    setKey(modelId, key) {
      serverOf(modelId);
      egress.setKey(modelId, key);
      changed();
    },
    removeKey(modelId) {
      serverOf(modelId);
      egress.removeKey(modelId);
      changed();
    },
    checkServer: async (id, signal) => checkServer(serverOf(id), egress, signal),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      local.close();
      return Promise.resolve();
    },
  };
}

function missing(id: string): DocentError {
  return new DocentError("model-missing", `There is no model “${id}”.`, { nextStep: "Choose another model." });
}

function numberOf(id: string, kind: "server" | "file"): number | null {
  const match = new RegExp(`^${kind}:([1-9]\\d{0,9})$`).exec(id);
  return match === null ? null : Number(match[1]);
}
