import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { isLoopback, readSocketTrace } from "../../support/socket-trace.ts";
import { ask, newConversation, newestAnswer, sourcePanel } from "../support/docent-page.ts";
import { newFolder } from "../support/docent-server.ts";
import { launchDocent } from "./launch-electron.ts";

/*
 * With no provider chosen, no process of the window's Docent (Electron's own, the engine, the children that read and
 * write) opens a socket beyond loopback, seen by the operating system. Only Linux has this trace.
 */
test.skip(process.platform !== "linux", "only Linux has this trace");

test("a whole session in the window opens nothing beyond loopback", async () => {
  test.setTimeout(600_000);
  const trace = path.join(newFolder("electron-trace"), "sockets");
  const docent = await launchDocent({ data: newFolder("electron-offline"), trace });
  const { main } = docent;
  try {
    await main.getByRole("button", { name: "Try the sample library" }).click({ timeout: 120_000 });
    await main.getByRole("link", { name: "Library" }).click();
    await expect(main.getByText(/All files are read/)).toBeVisible({ timeout: 240_000 });
    await newConversation(main);
    const answer = await ask(main, "How big was the deposit for the flat?");
    await answer.getByTestId("source-card-1").click();
    await expect(sourcePanel(main).locator('[data-testid="page-image"][data-state="drawn"]').first()).toBeVisible();
    await newestAnswer(main).getByRole("button", { name: "Write anyway" }).click();
    await expect(newestAnswer(main).getByTestId("prose")).toContainText(/\w{3,}/, { timeout: 240_000 });
    await expect(newestAnswer(main)).toHaveAttribute("data-state", "done", { timeout: 240_000 });
    // Typed words are looked at by the spelling checker of many a browser.
    await main.getByRole("textbox", { name: "Question" }).pressSequentially("a speling mistke");
    for (const view of ["Models", "Settings", "Suggestions"]) {
      await main.getByRole("link", { name: new RegExp(`^${view}`) }).click();
      await expect(main.getByRole("heading", { level: 1, name: view })).toBeVisible();
    }
  } finally {
    await docent.close();
  }

  const seen = readSocketTrace(readFileSync(trace, "utf8"));
  const named = [...new Set(seen.addresses.map(({ call, address }) => `${call} ${address}`))];
  console.log(
    `window: ${seen.processes} programs started in ${seen.tasks} tasks; addresses: ${named.join(", ") || "none"}`,
  );
  expect(seen.addresses.filter((one) => !isLoopback(one))).toEqual([]);
  // The trace was not blind: it saw the test runner's own way in, and the processes that read, embed and write.
  expect(named).toContain("bind 127.0.0.1");
  expect(seen.programs.length).toBeGreaterThanOrEqual(5);
});
