import { expect, it } from "vitest";

import { childEnvironment } from "../../src/shared/child-environment.ts";

it("passes on what a program needs to run and nothing else", () => {
  const environment = { PATH: "/bin", HOME: "/home/me", OPENAI_API_KEY: "sk-canary", NODE_OPTIONS: "--inspect" };
  expect(childEnvironment(environment)).toEqual({ PATH: "/bin", HOME: "/home/me" });
});
