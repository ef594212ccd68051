import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { keepPicture, newestAnswer, sourcePanel } from "../support/docent-page.ts";
import { commandLine, newFolder, node } from "../support/docent-server.ts";
import {
  openLeakTarget,
  writeHostileLibrary,
  type HostileLibrary,
  type LeakTarget,
} from "../support/hostile-library.ts";
import { foreignAddresses } from "../support/url-attributes.ts";
import { launchDocent, type DocentWindow } from "./launch-electron.ts";

/* The same vectors in a real window: written by a model into a conversation, as names, headings, passages, sources. */
test.describe.configure({ mode: "serial" });

let target: LeakTarget;
let library: HostileLibrary;
let docent: DocentWindow;
const foreign: string[] = [];

function docentCommand(...args: string[]): string {
  const result = spawnSync(node, [...commandLine, ...args], { encoding: "utf8", timeout: 600_000 });
  if (result.status !== 0 && result.status !== 3) throw new Error(`docent ${args[0]}: ${result.stderr}`);
  return result.stdout;
}

test.beforeAll(async () => {
  test.setTimeout(900_000);
  target = await openLeakTarget();
  const work = newFolder("hostile");
  const data = newFolder("hostile-data");
  library = writeHostileLibrary(work, target.address);
  const common = ["--data", data, "--quiet", "--json"];
  docentCommand("index", library.folder, ...common);
  const [first = "", ...others] = library.questions;
  const model = ["--model", `scripted:${library.script}`];
  const { conversation } = JSON.parse(docentCommand("ask", first, ...model, ...common)) as { conversation: number };
  const batch = path.join(work, "questions.jsonl");
  writeFileSync(batch, others.map((question, id) => `${JSON.stringify({ id, question })}\n`).join(""));
  const out = path.join(work, "answers.jsonl");
  docentCommand("ask", "--batch", batch, "--out", out, "--conversation", String(conversation), ...model, ...common);
  docent = await launchDocent({ data });
  docent.main.on("request", (request) => {
    if (!request.url().startsWith("app://docent/")) foreign.push(request.url());
  });
  await docent.main.evaluate(() => {
    const kept = window as unknown as { policyBreaks: string[] };
    kept.policyBreaks = [];
    document.addEventListener("securitypolicyviolation", (event) => kept.policyBreaks.push(event.effectiveDirective));
  });
});

test.afterAll(async () => {
  await docent?.close();
  target?.close();
});

async function expectNothingLeft(): Promise<void> {
  expect(await foreignAddresses(docent.main)).toEqual([]);
  expect(target.hits).toEqual([]);
  expect(foreign).toEqual([]);
  const breaks = await docent.main.evaluate(() => (window as unknown as { policyBreaks: string[] }).policyBreaks);
  expect(breaks).toEqual([]);
  expect(docent.events().filter((one) => one.event === "refused")).toEqual([]);
}

test("a conversation full of vectors fetches nothing", async () => {
  expect(library.questions.length).toBeGreaterThanOrEqual(41);
  const { main } = docent;
  await main.getByRole("navigation", { name: "Main" }).locator("li").first().click({ timeout: 120_000 });
  await expect(newestAnswer(main)).toHaveAttribute("data-state", "done", { timeout: 60_000 });
  await expect(main.getByTestId("prose")).toHaveCount(library.questions.length);
  await expectNothingLeft();
  await keepPicture(main, "electron", "hostile-answers");
});

test("opened sources fetch nothing", async () => {
  test.setTimeout(600_000);
  const cards = docent.main.getByTestId("source-card-1");
  for (let index = 0; index < library.questions.length; index += 1) {
    await cards.nth(index).click();
    await expect(sourcePanel(docent.main).locator('[data-testid^="hl-"]').first()).toBeVisible();
    expect(await foreignAddresses(docent.main)).toEqual([]);
  }
  await expectNothingLeft();
});

test("the library and the quick prompt with these names fetch nothing", async () => {
  await docent.main.getByRole("link", { name: "Library" }).click();
  await expect(docent.main.getByTestId("document-row").first()).toBeVisible();
  await expectNothingLeft();
  await docent.quick.getByRole("combobox").fill("marmot07 guards");
  await expect(docent.quick.getByTestId("quick-passage").first()).toBeAttached();
  expect(await foreignAddresses(docent.quick)).toEqual([]);
  await expectNothingLeft();
});
