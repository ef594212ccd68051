import path from "node:path";

import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

const root = import.meta.dirname;

/*
 * Three programs, three bundles. The oldest Electron that the tests run in has Node 18 and Chromium 114: main and
 * preload are CommonJS (a sandboxed preload can be nothing else), and the page is built for that Chromium.
 */
export default defineConfig({
  main: {
    build: {
      outDir: path.join(root, "out/main"),
      target: "node18",
      externalizeDeps: false,
      lib: { entry: path.join(root, "src/main/index.ts"), formats: ["cjs"] },
      rollupOptions: { external: ["electron", /^node:/], output: { entryFileNames: "index.cjs" } },
    },
  },
  preload: {
    build: {
      outDir: path.join(root, "out/preload"),
      target: "node18",
      externalizeDeps: false,
      lib: { entry: path.join(root, "src/preload/index.ts"), formats: ["cjs"] },
      rollupOptions: { external: ["electron"], output: { entryFileNames: "index.cjs" } },
    },
  },
  renderer: {
    root: path.join(root, "src/renderer"),
    base: "./",
    plugins: [react(), tailwindcss()],
    build: {
      outDir: path.join(root, "out/renderer"),
      emptyOutDir: true,
      target: "chrome114",
      minify: true,
      // Its polyfill would add a script of its own; the oldest Chromium here knows module preloading.
      modulePreload: { polyfill: false },
      // Inlined files would be data: addresses, which the page's policy refuses.
      assetsInlineLimit: 0,
      rollupOptions: { input: path.join(root, "src/renderer/index.html") },
    },
  },
});
