import { expect, test } from "@playwright/test";

import { filesHolding } from "../support/byte-search.ts";
import {
  addServer,
  allowServer,
  askBeforeEverySend,
  askUntilShown,
  chooseServer,
  consentDialog,
  modelButton,
  pressEscapeIn,
  sendDialog,
  untilSettled,
} from "../support/cloud-page.ts";
import {
  closedLedger,
  depositQuestion,
  key,
  keysQuestion,
  label,
  model,
  openCloudScene,
  type CloudScene,
} from "../support/cloud-scene.ts";
import {
  ask,
  keepPicture,
  newConversation,
  newestAnswer,
  oneSpaced,
  questionField,
  sourcePanel,
} from "../support/docent-page.ts";
import { readQuestion } from "../support/provider.ts";

/*
 * A server on the network as a model: nothing leaves before it was allowed and seen, exactly what was seen leaves,
 * and the ledger counts what the server counts.
 */
test.describe.configure({ mode: "serial" });

const slow = { timeout: 120_000 };
let scene: CloudScene;
let page: CloudScene["page"];
let provider: CloudScene["provider"];

test.beforeAll(async () => {
  test.setTimeout(300_000);
  scene = await openCloudScene();
  ({ page, provider } = scene);
});

test.afterAll(async () => {
  await scene?.close();
});

test("a server is added in the page and answers the check", async () => {
  const row = await addServer(page, { label, address: provider.baseUrl, model, key });
  await expect(row).toContainText(provider.host);
  expect(provider.listener.connections).toBe(0);
  await row.getByRole("button", { name: "Check" }).click();
  await expect(row).toContainText(`It answers and offers ${model}.`);
  expect(provider.listener.seen.map((request) => [request.method, request.path, request.bodyBytes])).toEqual([
    ["GET", "/v1/models", 0],
  ]);
  await keepPicture(page, "browser", "models-server");
});

test("an address that no request may go to is refused before anything is stored", async () => {
  await page.getByRole("button", { name: "Add a server…" }).click();
  const dialog = page.getByTestId("add-server");
  await expect(dialog).toContainText("The key is held in memory only");
  await dialog.getByLabel("Name", { exact: true }).fill("Elsewhere");
  await dialog.getByLabel("Model name there").fill(model);
  await dialog.getByLabel("Address").fill("ftp://127.0.0.1/v1");
  await dialog.getByRole("button", { name: "Add server" }).click();
  await expect(dialog).toContainText("Write an address that begins with https:// or http://");
  await dialog.getByLabel("Address").fill("http://192.0.2.1/v1");
  await dialog.getByRole("button", { name: "Add server" }).click();
  await expect(dialog).toContainText("Without https, a server must be on this computer or in your own network.");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByTestId("server")).toHaveCount(1);
});

test("consent refused: the server is not used and hears nothing", async () => {
  await newConversation(page);
  const heard = provider.listener.seen.length;
  await chooseServer(page, label);
  await expect(consentDialog(page)).toContainText(`Use ${provider.host} for this chat?`);
  await expect(consentDialog(page)).toContainText(
    "the question, up to 6 passages and the earlier messages of this chat",
  );
  await keepPicture(page, "browser", "cloud-consent");
  await consentDialog(page).getByRole("button", { name: "Not now" }).click();
  await expect(consentDialog(page)).toBeHidden();
  await expect(modelButton(page)).toHaveAccessibleName("Model: Quotes only");

  await chooseServer(page, label);
  await pressEscapeIn(page, consentDialog(page));
  await expect(modelButton(page)).toHaveAccessibleName("Model: Quotes only");

  const answer = await ask(page, depositQuestion);
  await expect(answer.getByText("Quotes from your files. No text was generated.")).toBeVisible();
  expect(provider.listener.seen.length).toBe(heard);
});

test("allowed in a running conversation: the first send is shown, and cancelling or Esc sends nothing", async () => {
  await allowServer(page, label);
  const heard = provider.listener.connections;

  for (const close of ["Cancel", "Escape"]) {
    const dialog = await askUntilShown(page, depositQuestion);
    await expect(dialog).toContainText(`Sent to ${provider.host} (${label})`);
    await expect(dialog.getByTestId("send-passage")).toHaveCount(3);
    if (close === "Escape") await pressEscapeIn(page, dialog);
    else await dialog.getByRole("button", { name: close }).click();
    await expect(sendDialog(page)).toBeHidden();
    // The question is not lost.
    await expect(questionField(page)).toHaveValue(depositQuestion);
  }
  expect(provider.listener.connections).toBe(heard);
  expect(provider.questions()).toEqual([]);
});

test("exactly the ticked passages are sent; the answer streams with citations and verdicts", async () => {
  const dialog = await askUntilShown(page, depositQuestion);
  const shown = await dialog.getByTestId("send-passage").all();
  const unticked = dialog.getByTestId("send-passage").filter({ hasText: "zanzibar" });
  await unticked.getByRole("checkbox").uncheck({ force: true });
  const expected: string[] = [];
  for (const passage of shown) {
    if (!(await passage.getByRole("checkbox").isChecked())) continue;
    expected.push(oneSpaced(await passage.locator("p.kept").innerText()));
  }
  expect(expected).toHaveLength(2);
  await keepPicture(page, "browser", "cloud-send");
  await dialog.getByRole("button", { name: "Send 2 passages" }).click();

  await expect(newestAnswer(page).getByTestId("prose")).toContainText("The deposit is 2,700 euros", slow);
  const answer = await untilSettled(page);
  await expect(answer).toHaveAttribute("data-state", "done");
  const [request] = provider.questions();
  if (request === undefined) throw new Error("the server got no question");
  const received = readQuestion(request);
  expect(received.passages.map((passage) => oneSpaced(passage.text)).sort()).toEqual(expected.sort());
  expect(received.question).toBe(depositQuestion);
  expect(received.earlier).toEqual([]);
  expect(request.body.toLowerCase()).not.toContain("zanzibar");
  expect(request.body.toLowerCase()).not.toContain("bicycle");
  expect(request.body).not.toContain(scene.home);

  const chip = answer.getByTestId("prose").locator('[data-testid^="cite-"]').first();
  await expect(chip).toHaveAccessibleName(/Lease\.md/);
  await expect(answer.getByTestId("support-summary")).toContainText("1 supported");
  await expect(answer.getByTestId("support-summary")).toContainText("1 not in your files");
  await chip.click();
  await expect(sourcePanel(page).locator('mark[data-testid^="hl-"]').first()).toContainText("2,700 euros");
  await keepPicture(page, "browser", "cloud-answer");
});

test("the second question of the conversation goes without a dialog", async () => {
  const before = provider.questions().length;
  const answer = await ask(page, keysQuestion);
  await expect(answer).toHaveAttribute("data-state", "done");
  await expect(answer.getByTestId("prose")).toContainText("peacocks");
  expect(provider.questions()).toHaveLength(before + 1);
});

test("with “Ask before every send” each one is shown, with the earlier messages of a follow-up", async () => {
  await askBeforeEverySend(page, true, depositQuestion);
  const before = provider.questions().length;
  const dialog = await askUntilShown(page, "And when is it returned?");
  await expect(dialog).toContainText("Earlier messages");
  await expect(dialog).toContainText(`You: ${keysQuestion}`);
  await expect(dialog).toContainText(/Docent: The deposit is 2,700 euros/);
  await expect(dialog.getByRole("checkbox", { name: "Ask before every send" })).toBeChecked();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(provider.questions()).toHaveLength(before);

  await (await askUntilShown(page, "And when is it returned?")).getByRole("button", { name: /^Send \d/ }).click();
  await expect.poll(() => provider.questions().length, slow).toBe(before + 1);
  await untilSettled(page);
  const request = provider.questions().at(-1);
  if (request === undefined) throw new Error("the server got no question");
  const { earlier } = readQuestion(request);
  expect(earlier.map((message) => message.role)).toEqual(["user", "assistant", "user", "assistant"]);
  expect(earlier[2]?.text).toBe(keysQuestion);
  await askBeforeEverySend(page, false, depositQuestion);
});

test("a new conversation asks again, once for the chat and once for the send", async () => {
  await newConversation(page);
  await allowServer(page, label);
  const before = provider.questions().length;
  const dialog = await askUntilShown(page, depositQuestion);
  expect(provider.questions()).toHaveLength(before);
  await dialog.getByRole("button", { name: "Send 3 passages" }).click();
  await expect.poll(() => provider.questions().length, slow).toBe(before + 1);
  await expect(await untilSettled(page)).toHaveAttribute("data-state", "done");
});

test("the ledger counts what the server counted, and shows it", async () => {
  const rows = await closedLedger(scene);
  const { seen } = provider.listener;
  expect(rows.length).toBe(seen.length);
  expect(provider.listener.connections).toBe(seen.length);
  rows.forEach((row, index) => {
    const request = seen[index];
    if (request === undefined) throw new Error("a row without a request");
    expect(row.host).toBe(provider.host);
    expect(row.bytesSent).toBe(request.bodyBytes);
    expect(row.bytesReceived).toBe(request.sentBytes);
    expect(row.passages).toBe(request.bodyBytes === 0 ? 0 : readQuestion(request).passages.length);
  });
  expect(rows.filter((row) => row.state === "complete").length).toBe(rows.length);
  const first = rows[1];
  expect(first?.documents.map((document) => document.name).sort()).toEqual(["Handover.md", "Lease.md"]);
  console.log(
    `ledger: ${rows.length} requests, ${rows.reduce((sum, row) => sum + row.bytesSent, 0)} bytes sent, ${rows.reduce((sum, row) => sum + row.bytesReceived, 0)} received`,
  );

  await page.getByRole("button", { name: "4 answers used a server today" }).click();
  await expect(page.getByTestId("ledger-row")).toHaveCount(rows.length);
  const shown = page.getByTestId("ledger-row").nth(rows.length - 2);
  await expect(shown).toContainText(provider.host);
  await expect(shown).toContainText("2 passages");
  await expect(shown).toContainText("Lease.md");
  await expect(shown).toContainText("complete");
  await expect(page.getByTestId("ledger-row").last()).toContainText("No document text");
  await keepPicture(page, "browser", "ledger");
});

test("the key is in no file, not in the page and not in its log", async () => {
  const held = await page.evaluate(() =>
    [
      document.documentElement.outerHTML,
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      location.href,
    ].join("\n"),
  );
  expect(held).not.toContain(key);
  expect(scene.printed.join("\n")).not.toContain(key);
  await scene.server.stop();
  expect(filesHolding(scene.data, key)).toEqual([]);
  expect(filesHolding(scene.home, key)).toEqual([]);
  // The search does find what is there.
  expect(filesHolding(scene.data, provider.host).length).toBeGreaterThan(0);
  expect(provider.listener.seen.some((request) => request.headers.authorization === `Bearer ${key}`)).toBe(true);
});
