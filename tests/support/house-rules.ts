import { builtinModules } from "node:module";
import path from "node:path";

import type { ModuleFacts, ModuleImport } from "./module-facts.ts";

/** Parts of the engine in their order: a part imports itself and what stands left of it. */
export const engineOrder = [
  "platform",
  "store",
  "trace",
  "models",
  "documents",
  "retrieval",
  "chat",
  "feedback",
  "suggestions",
  "evaluation",
  "index.ts",
  // The engine as a process of its own: only hands ports to what index.ts made.
  "engine-process",
] as const;

interface Layer {
  /** Other layers it may import: everything, only types, or a list of files. */
  layers: Record<string, "all" | "types" | readonly string[]>;
  node: boolean;
  electron: boolean;
}

/** The import table of the design. */
const layers: Record<string, Layer> = {
  shared: { layers: {}, node: false, electron: false },
  engine: { layers: { shared: "all" }, node: true, electron: false },
  main: { layers: { shared: "all", engine: "types" }, node: true, electron: true },
  preload: { layers: { shared: "types" }, node: false, electron: true },
  renderer: { layers: { shared: ["src/shared/error-codes.ts"] }, node: false, electron: false },
  cli: { layers: { shared: "all", engine: ["src/engine/index.ts"] }, node: true, electron: false },
};

const builtins = new Set(builtinModules);
const networkModules = /^(node:)?(http|https|http2|net|tls|dgram|dns|undici)(\/.*)?$/;
const networkPackages = /^(undici|ai|ws|@ai-sdk\/.*|@hono\/node-server)$/;

function isNode(specifier: string): boolean {
  return specifier.startsWith("node:") || builtins.has(specifier);
}

/** Which layer a path below the project belongs to, e.g. "engine" for "src/engine/chat/chat.ts". */
function layerOf(file: string): string {
  return file.split("/")[1] ?? "";
}

function partOf(file: string): string {
  const [, , part = "", inside] = file.split("/");
  if (part === "engine-process.ts") return "engine-process";
  // Beside index.ts stands only what it is made of: routes that need several parts.
  return inside === undefined ? "index.ts" : part;
}

function checkImport(file: string, found: ModuleImport): string[] {
  const place = `${file}:${found.line}`;
  const name = layerOf(file);
  const layer = layers[name];
  if (layer === undefined) return [`${place} lies in no known layer`];
  const { specifier } = found;
  if (specifier.startsWith(".")) {
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    if (target.endsWith(".css")) return name === "renderer" ? [] : [`${place} imports a style sheet`];
    if (!/\.(ts|tsx|json)$/.test(target)) return [`${place} imports "${specifier}" without its ending`];
    if (!target.startsWith("src/")) return [`${place} imports ${target}, outside src`];
    const targetLayer = layerOf(target);
    if (targetLayer === name) return name === "engine" ? checkEngineOrder(file, target, place) : [];
    const allowed = layer.layers[targetLayer];
    if (allowed === "all") return [];
    if (allowed === undefined) return [`${place} ${name} may not import ${targetLayer}`];
    if (found.typeOnly && (allowed === "types" || name === "renderer")) return [];
    if (allowed !== "types" && allowed.includes(target)) return [];
    return [`${place} ${name} may not import ${target}${found.typeOnly ? "" : " (as a value)"}`];
  }
  if (specifier === "electron" || specifier.startsWith("electron/")) {
    return layer.electron ? [] : [`${place} ${name} may not import Electron`];
  }
  const problems: string[] = [];
  if (isNode(specifier) && !layer.node) problems.push(`${place} ${name} may not import Node's ${specifier}`);
  if (!found.typeOnly && !mayReachOut(file, specifier)) {
    problems.push(`${place} imports ${specifier}: requests go through platform/egress`);
  }
  return problems;
}

/** Where modules that can open a connection or a listener may be used. */
function mayReachOut(file: string, specifier: string): boolean {
  if (!networkModules.test(specifier) && !networkPackages.test(specifier)) return true;
  if (file.startsWith("src/engine/platform/egress/") || file.startsWith("src/cli/serve/")) return true;
  // The AI SDK gets the broker's own fetch; it never reaches out by itself.
  return file.startsWith("src/engine/models/cloud/") && /^(ai|@ai-sdk\/.*)$/.test(specifier);
}

function checkEngineOrder(file: string, target: string, place: string): string[] {
  const order: readonly string[] = engineOrder;
  const from = order.indexOf(partOf(file));
  const to = order.indexOf(partOf(target));
  if (from === -1) return [`${place} lies in no known part of the engine`];
  if (to === -1) return [`${place} imports ${target}, which lies in no known part of the engine`];
  return to <= from ? [] : [`${place} ${order[from]} stands left of ${order[to]} and may not import ${target}`];
}

const ipcFiles = new Set(["src/main/page-ports.ts", "src/preload/index.ts"]);
const openExternalFile = "src/main/open-link.ts";

function mayHoldSql(file: string): boolean {
  return file.endsWith("-table.ts") || file.startsWith("src/engine/store/");
}

/** Every break of a rule in one module, each with its place. */
export function checkModule(file: string, facts: ModuleFacts): string[] {
  const at = (lines: readonly number[], message: string): string[] => lines.map((line) => `${file}:${line} ${message}`);
  const problems = facts.imports.flatMap((found) => checkImport(file, found));
  if (facts.lines > 350) problems.push(`${file} has ${facts.lines} lines, more than 350`);
  if (!file.endsWith(".d.ts")) problems.push(...at(facts.defaultExports, "exports a default"));
  problems.push(...at(facts.htmlSinks, "writes HTML from a string"));
  problems.push(...at(facts.recursiveReaddirs, "lists a folder recursively, which follows links"));
  if (!ipcFiles.has(file)) problems.push(...at(facts.rawIpc, "uses raw IPC"));
  if (file !== openExternalFile) problems.push(...at(facts.openExternals, "opens an external address"));
  if (!mayHoldSql(file)) problems.push(...at(facts.sql, "holds SQL outside a table file"));
  if (!file.startsWith("src/engine/platform/egress/") && file !== "src/renderer/engine-client/web-socket-wire.ts") {
    problems.push(...at(facts.webRequests, "reaches the network itself"));
  }
  if (facts.barrel && file !== "src/engine/index.ts") problems.push(`${file} only re-exports`);
  return problems;
}
