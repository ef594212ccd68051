import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { version } from "../../src/engine/version.ts";

it("is the version of package.json", () => {
  const file = new URL("../../package.json", import.meta.url);
  expect((JSON.parse(readFileSync(file, "utf8")) as { version: string }).version).toBe(version);
});
