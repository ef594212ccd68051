import { existsSync } from "node:fs";
import path from "node:path";

import type { Model } from "../../shared/model-schemas.ts";
import { bundledModels } from "./bundled.ts";
import type { ModelFile } from "./model-file-table.ts";
import type { ModelServer } from "./model-server-table.ts";
import type { TextModel } from "./model-types.ts";

/** Id of a server's model. */
export function serverId(server: { id: number }): string {
  return `server:${server.id}`;
}

/** Every model as the page and the command line list it: bundled ones first. */
export function listModels(known: {
  directory: string;
  servers: readonly ModelServer[];
  files: readonly ModelFile[];
  scripted: readonly TextModel[];
  quarantined: ReadonlyMap<string, string>;
}): Model[] {
  const stateOf = (id: string, file: string | null, stored: string | null): Pick<Model, "state" | "reason"> => {
    const reason = known.quarantined.get(id) ?? stored;
    if (reason !== null) return { state: "quarantined", reason };
    if (file !== null && !existsSync(file)) return { state: "missing", reason: "The file is not where it was." };
    return { state: "ready", reason: null };
  };
  const bundled = bundledModels.map((model): Model => {
    const state = stateOf(model.id, path.join(known.directory, model.fileName), null);
    return {
      id: model.id,
      label: model.label,
      role: model.role,
      kind: "bundled",
      sizeBytes: model.sizeBytes,
      license: "Apache-2.0",
      contextTokens: model.contextTokens,
      qualification: model.qualification,
      host: null,
      ...state,
      reason: state.reason ?? model.reason,
    };
  });
  const files = known.files.map((file): Model => ({
    id: `file:${file.id}`,
    label: file.name,
    role: "text",
    kind: "file",
    sizeBytes: file.sizeBytes,
    license: file.license,
    contextTokens: file.contextTokens,
    qualification: "unknown",
    host: null,
    ...stateOf(`file:${file.id}`, file.path, file.quarantined),
  }));
  const servers = known.servers.map((server): Model => ({
    id: serverId(server),
    label: server.label,
    role: "text",
    kind: "server",
    sizeBytes: null,
    license: null,
    contextTokens: null,
    qualification: "unknown",
    state: "ready",
    host: new URL(server.baseUrl).host,
    reason: null,
  }));
  const scripted = known.scripted.map((model): Model => ({
    id: model.id,
    label: model.label,
    role: "text",
    kind: "scripted",
    sizeBytes: null,
    license: null,
    contextTokens: model.contextTokens,
    qualification: model.qualified ? "passed" : "unknown",
    state: "ready",
    host: null,
    reason: null,
  }));
  return [...bundled, ...files, ...servers, ...scripted];
}
