import { readFileSync } from "node:fs";

/* What a page fetches before it paints: everything that its HTML names. Later views come when they are opened. */
const html = readFileSync(new URL("out/renderer/index.html", import.meta.url), "utf8");
const named = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => `out/renderer/${file}`);
if (named.length < 2) throw new Error("The built page names no files: build it first.");

export default [
  { name: "page before the first paint", path: named, limit: "250 kB", gzip: true },
  { name: "preload", path: "out/preload/index.cjs", limit: "10 kB", gzip: false, brotli: false },
];
