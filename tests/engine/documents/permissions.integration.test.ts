import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Root may read everything, so the walk runs as an ordinary user where the tests are root's. */
it("reports what it may not list or read, with the reason, and goes on", () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  chmodSync(path.dirname(folder), 0o755);
  const root = path.join(folder, "root");
  mkdirSync(path.join(root, "closed"), { recursive: true });
  mkdirSync(path.join(root, "open"));
  writeFileSync(path.join(root, "closed", "a.txt"), "a");
  writeFileSync(path.join(root, "open", "b.txt"), "b");
  writeFileSync(path.join(root, "locked.txt"), "c");
  const sources = path.resolve(import.meta.dirname, "../../../src/engine/documents");
  // The project itself may lie where an ordinary user can't read; the walk needs only its own few files.
  const script = `
    import { walk } from "./walker.ts";
    import { readWhole } from "./file-read.ts";
    process.setegid?.(65534);
    process.seteuid?.(65534);
    const found = {};
    const options = { root: ${JSON.stringify(root)}, dataDirectory: "/nowhere", included: new Set() };
    for await (const batch of walk({ ...options, signal: new AbortController().signal })) {
      for (const entry of batch) found[entry.relativePath] = entry.fixed ?? "file";
    }
    const read = await readWhole(${JSON.stringify(path.join(root, "locked.txt"))});
    process.stdout.write(JSON.stringify({ found, read: { ...read, bytes: undefined } }));
  `;
  chmodSync(path.join(root, "closed"), 0);
  chmodSync(path.join(root, "locked.txt"), 0);
  try {
    const asRoot = process.getuid?.() === 0;
    const output = execFileSync(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        "--input-type=module-typescript",
        "-e",
        asRoot ? script : script.replaceAll(/process\.sete[gu]id.*$/gm, ""),
      ],
      { cwd: sources, encoding: "utf8", timeout: 60_000 },
    );
    expect(JSON.parse(output)).toEqual({
      found: {
        closed: { outcome: "unreadable", reason: "Docent is not allowed to read it." },
        "open/b.txt": "file",
        "locked.txt": "file",
      },
      read: { kind: "fixed", outcome: "unreadable", reason: "Docent is not allowed to read it." },
    });
  } finally {
    chmodSync(path.join(root, "closed"), 0o755);
  }
});
