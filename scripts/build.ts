import path from "node:path";

import { build as buildShell } from "electron-vite";
import { build } from "vite";

import config from "../electron.vite.config.ts";

/*
 * node scripts/build.ts          page, shell and engine, for the window and for packages
 * node scripts/build.ts page     only the page, for the browser
 *
 * From a clone the engine and the command line run as TypeScript; its bundle is for packages, whose files Node can't
 * read as TypeScript.
 */
const root = path.resolve(import.meta.dirname, "..");

async function buildPage(): Promise<void> {
  await build({ ...(config as { renderer: object }).renderer, configFile: false, logLevel: "warn" });
}

async function buildEngine(): Promise<void> {
  await build({
    configFile: false,
    logLevel: "warn",
    root,
    build: {
      ssr: true,
      outDir: path.join(root, "out/engine"),
      emptyOutDir: true,
      target: "node22",
      rollupOptions: {
        input: {
          "engine-process": path.join(root, "src/engine/engine-process.ts"),
          "parser-child": path.join(root, "src/engine/documents/extract/parser-child.ts"),
          "llama-child": path.join(root, "src/engine/models/llama/llama-child.ts"),
        },
        output: { format: "es", entryFileNames: "[name].mjs", chunkFileNames: "chunks/[name]-[hash].mjs" },
      },
    },
  });
}

const part = process.argv[2] ?? "all";
const started = performance.now();
if (part === "page") await buildPage();
else if (part === "all") {
  await buildShell({ configFile: path.join(root, "electron.vite.config.ts"), logLevel: "warn" });
  await buildEngine();
} else {
  console.error(`Unknown part “${part}”. Use: node scripts/build.ts [page]`);
  process.exit(2);
}
console.log(`Built ${part} in ${((performance.now() - started) / 1_000).toFixed(1)} s`);
