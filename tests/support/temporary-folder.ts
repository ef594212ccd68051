import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { afterEach } from "vitest";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A new empty folder that is removed after the test that asked for it. */
export function temporaryFolder(): string {
  const root = path.join(os.tmpdir(), "docent-tests");
  mkdirSync(root, { recursive: true });
  const folder = realpathSync(mkdtempSync(path.join(root, "t-")));
  made.push(folder);
  return folder;
}
