import { spawnSync } from "node:child_process";
import path from "node:path";

import { expect, it } from "vitest";

import { writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("keeps a command alive that waits while only a timer of the engine is left", () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "a.txt": "The walrus sleeps." });
  const parent = path.resolve(import.meta.dirname, "../../support/settling-parent.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", parent, temporaryFolder(), folder],
    {
      encoding: "utf8",
      timeout: 60_000,
    },
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "ready 1 after 2 tries\n", stderr: "" });
});
