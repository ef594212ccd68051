import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "vitest";

import { checkModule } from "./support/house-rules.ts";
import { readModule } from "./support/module-facts.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Fewer modules than this means that the walk went wrong, not that the house shrank. */
const fewestModules = 120;

function sourceFiles(): string[] {
  return readdirSync(path.join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx)$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
}

test("every module of src keeps the import table, the engine order and the bans", () => {
  const files = sourceFiles();
  const problems = files.flatMap((file) =>
    checkModule(file, readModule(file, readFileSync(path.join(root, file), "utf8"))),
  );
  console.log(`${files.length} modules read`);
  expect(problems).toEqual([]);
  expect(files.length).toBeGreaterThanOrEqual(fewestModules);
});

/** One planted break each: a rule that catches nothing is no rule. */
const breaks: [file: string, text: string, expected: RegExp][] = [
  ["src/shared/a.ts", `import fs from "node:fs";`, /shared may not import Node/],
  ["src/shared/a.ts", `import { b } from "../engine/index.ts";`, /shared may not import engine/],
  ["src/engine/store/a.ts", `import { b } from "../chat/b.ts";`, /store stands left of chat/],
  ["src/engine/retrieval/a.ts", `export { b } from "../chat/b.ts";`, /retrieval stands left of chat/],
  ["src/engine/retrieval/a.ts", `const b = await import("../chat/b.ts");`, /retrieval stands left of chat/],
  ["src/engine/chat/a.ts", `import type { B } from "../index.ts";`, /chat stands left of index/],
  ["src/engine/other/a.ts", `import { b } from "../store/b.ts";`, /no known part/],
  ["src/engine/chat/a.ts", `import { app } from "electron";`, /may not import Electron/],
  ["src/engine/chat/a.ts", `import { get } from "node:https";`, /platform\/egress/],
  ["src/engine/chat/a.ts", `import { request } from "undici";`, /platform\/egress/],
  ["src/engine/models/a.ts", `import { streamText } from "ai";`, /platform\/egress/],
  ["src/engine/chat/a.ts", `await fetch("x");`, /reaches the network/],
  ["src/engine/chat/a.ts", `new WebSocket("x");`, /reaches the network/],
  ["src/engine/chat/a.ts", `import { b } from "./b";`, /without its ending/],
  ["src/engine/chat/a.ts", "database.prepare(`select 1`);", /SQL outside/],
  ["src/engine/chat/a.ts", `export default 1;`, /default/],
  ["src/engine/chat/a.ts", `export default function a() {}`, /default/],
  ["src/engine/documents/a.ts", `readdirSync("x", { recursive: true });`, /recursively/],
  ["src/main/a.ts", `import { createEngine } from "../engine/index.ts";`, /main may not import src\/engine\/index.ts/],
  ["src/main/a.ts", `import { ipcMain } from "electron";`, /raw IPC/],
  ["src/main/a.ts", `import { shell } from "electron"; void shell.openExternal("x");`, /external address/],
  ["src/preload/a.ts", `import { schema } from "../shared/schemas.ts";`, /preload may not import/],
  ["src/preload/a.ts", `import path from "node:path";`, /preload may not import Node/],
  ["src/renderer/a.tsx", `import { schema } from "../shared/schemas.ts";`, /renderer may not import/],
  ["src/renderer/a.tsx", `import { b } from "../engine/index.ts";`, /renderer may not import engine/],
  ["src/renderer/a.tsx", `const a = <p dangerouslySetInnerHTML={{ __html: "x" }} />;`, /HTML from a string/],
  ["src/renderer/a.tsx", `element.innerHTML = text;`, /HTML from a string/],
  ["src/renderer/a.tsx", `element.insertAdjacentHTML("x", text);`, /HTML from a string/],
  ["src/cli/a.ts", `import { openStore } from "../engine/store/store.ts";`, /cli may not import/],
  ["src/cli/a.ts", `import { createServer } from "node:net";`, /platform\/egress/],
  ["src/cli/a.ts", `export { b } from "./b.ts";`, /only re-exports/],
  ["src/cli/a.ts", "\n".repeat(351), /more than 350/],
  ["src/unknown/a.ts", `import { b } from "./b.ts";`, /no known layer/],
];

test.each(breaks)("%s with %j is refused", (file, text, expected) => {
  expect(checkModule(file, readModule(file, text)).join("\n")).toMatch(expected);
});

/** What the table allows must not be refused. */
const allowed: [file: string, text: string][] = [
  ["src/renderer/a.tsx", `import type { Answer } from "../shared/answer-schemas.ts";`],
  ["src/renderer/a.tsx", `import { errorCodes } from "../shared/error-codes.ts"; import "./a.css";`],
  ["src/main/a.ts", `import type { Engine } from "../engine/index.ts"; import { app } from "electron";`],
  ["src/cli/a.ts", `import { createEngine } from "../engine/index.ts";`],
  ["src/cli/serve/a.ts", `import { createServer } from "node:http"; import { WebSocketServer } from "ws";`],
  ["src/engine/chat/a.ts", `import { b } from "../retrieval/b.ts"; /x/.exec("select");`],
  ["src/engine/chat/b-table.ts", `database.prepare("select 1");`],
  ["src/engine/models/cloud/a.ts", `import { streamText } from "ai";`],
  ["src/engine/chat/a.ts", `switch (a) { default: break; }`],
];

test.each(allowed)("%s with %j is allowed", (file, text) => {
  expect(checkModule(file, readModule(file, text))).toEqual([]);
});
