import { expect, test } from "@playwright/test";

import { openLoopbackListener, sse, type Behaviour, type LoopbackServer } from "../../support/loopback-listener.ts";
import {
  addServer,
  allowServer,
  askUntilShown,
  openConversation,
  pressEscapeIn,
  pressStop,
  sendDialog,
  untilSettled,
} from "../support/cloud-page.ts";
import {
  closedLedger,
  countSheep,
  depositQuestion,
  goodAnswer,
  key,
  label,
  model,
  openCloudScene,
  type CloudScene,
} from "../support/cloud-scene.ts";
import { ask, keepPicture, newConversation, newestAnswer, oneSpaced, questionField } from "../support/docent-page.ts";
import { readQuestion } from "../support/provider.ts";

/* Whatever a server does ends in a message that says what is safe, and the question can be asked again. */
test.describe.configure({ mode: "serial" });

const slow = { timeout: 120_000 };
/** Names the conversation in which the faults happen. */
const firstQuestion = "Where is the deposit box in Alder Street?";
let scene: CloudScene;
let page: CloudScene["page"];
let provider: CloudScene["provider"];
let elsewhere: LoopbackServer;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  elsewhere = await openLoopbackListener((reply) => void reply.end("{}"));
  scene = await openCloudScene();
  ({ page, provider } = scene);
  await addServer(page, { label, address: provider.baseUrl, model, key });
});

test.afterAll(async () => {
  await scene?.close();
  await elsewhere?.close();
});

const cutInTheMiddle: Behaviour = (reply, _request, write) => {
  reply.writeHead(200, { "content-type": "text/event-stream" });
  for (const part of sse(["The deposit ", "is 2,700 "], null)) write(part);
  reply.socket?.end();
};

test("a passage held back from a first send that broke is not sent by another try", async () => {
  await newConversation(page);
  await allowServer(page, label);
  provider.answer = cutInTheMiddle;
  const holdBack = async (): Promise<void> => {
    const passage = sendDialog(page).getByTestId("send-passage").filter({ hasText: "zanzibar" });
    await passage.getByRole("checkbox").uncheck({ force: true });
    await sendDialog(page).getByRole("button", { name: "Send 2 passages" }).click();
  };
  await askUntilShown(page, firstQuestion);
  await holdBack();
  await expect(newestAnswer(page).getByTestId("answer-error")).toHaveAttribute("data-code", "cloud-broken", slow);

  provider.answer = goodAnswer;
  const again = newestAnswer(page).getByRole("button", { name: "Try again" });
  await again.click();
  await expect(sendDialog(page)).toBeVisible(slow);
  await pressEscapeIn(page, sendDialog(page));
  expect(provider.questions()).toHaveLength(1);
  await again.click();
  await expect(sendDialog(page)).toBeVisible(slow);
  await holdBack();
  await expect(newestAnswer(page).getByTestId("variant")).toHaveText("2/2", slow);
  await expect(await untilSettled(page)).toHaveAttribute("data-state", "done");
  expect(provider.questions()).toHaveLength(2);
  for (const request of provider.questions()) expect(request.body).not.toContain("zanzibar");
});

interface Fault {
  name: string;
  answer: Behaviour;
  code: string;
  says: string;
  /** What arrived before it broke and must stay. */
  kept?: string;
}

const broke = "broke before the answer was complete. Your question and its passages may have reached it.";
const faults: Fault[] = [
  {
    name: "a stream cut in the middle",
    code: "cloud-broken",
    says: broke,
    kept: "The deposit is 2,700",
    answer: cutInTheMiddle,
  },
  {
    name: "a malformed stream",
    code: "cloud-broken",
    says: broke,
    answer: (reply, _request, write) => {
      reply.writeHead(200, { "content-type": "text/event-stream" });
      write('data: {"choices": [{"delta": {"content": "The\n\n');
      reply.end();
    },
  },
  {
    name: "a redirect to another origin",
    code: "cloud-broken",
    says: broke,
    answer: (reply) => {
      reply.writeHead(307, { location: `${elsewhere.origin}/v1/chat/completions` });
      reply.end();
    },
  },
  {
    name: "a stream that never ends and is not stopped",
    code: "cloud-limit",
    says: "A limit was reached with",
    kept: "sheep 20",
    answer: (reply, _request, write) => countSheep(reply, write, 1),
  },
];

for (const { name, answer, code, says, kept } of faults) {
  test(`${name} ends in its message, with question and sources kept, and can be tried again`, async () => {
    provider.answer = answer;
    await ask(page, depositQuestion);
    const failed = await untilSettled(page);
    await expect(failed).toHaveAttribute("data-state", "failed");
    const message = failed.getByTestId("answer-error");
    await expect(message).toHaveAttribute("data-code", code);
    await expect(message).toContainText(provider.host);
    await expect(message).toContainText("See the ledger.");
    expect(oneSpaced(await message.innerText())).toContain(says);
    if (kept !== undefined) await expect(failed.getByTestId("prose")).toContainText(kept);
    await expect(failed.getByTestId("source-card-1")).toBeVisible();
    await expect(page.locator("li.turn").last().locator(".bubble")).toContainText(depositQuestion);
    await keepPicture(page, "browser", `fault-${name.replaceAll(" ", "-")}`);

    provider.answer = goodAnswer;
    await message.getByRole("button", { name: "Try again" }).click();
    await expect(newestAnswer(page).getByTestId("variant")).toHaveText("2/2", slow);
    await expect(await untilSettled(page)).toHaveAttribute("data-state", "done");
    await expect(newestAnswer(page).getByTestId("prose")).toContainText("peacocks");
    expect(elsewhere.connections).toBe(0);
  });
}

test("an endless stream is stopped at once and what it said is kept", async () => {
  let closedAt = null as number | null;
  provider.answer = (reply, _request, write) =>
    countSheep(reply, write, 25, () => {
      closedAt = Date.now();
    });
  await questionField(page).fill(depositQuestion);
  await questionField(page).press("Enter");
  await expect(newestAnswer(page).getByTestId("prose")).toContainText("sheep 4", slow);
  const { shownAfterMs, pressedAt } = await pressStop(page);
  await expect.poll(() => closedAt, slow).not.toBeNull();
  const cutAfterMs = (closedAt ?? 0) - pressedAt;
  console.log(`stop: shown after ${shownAfterMs.toFixed(0)} ms, connection closed after ${cutAfterMs} ms`);
  // 200 ms is what is wanted; the bound is for a machine that does ten things at once.
  expect(shownAfterMs).toBeLessThan(1_000);
  expect(cutAfterMs).toBeLessThan(3_000);
  const answer = await untilSettled(page);
  await expect(answer).toHaveAttribute("data-state", "stopped");
  await expect(answer.getByTestId("stopped")).toContainText(/Stopped after \d+ words/);
  await expect(answer.getByTestId("prose")).toContainText("sheep 4");
  await expect(answer.getByTestId("source-card-1")).toBeVisible();
  provider.answer = goodAnswer;
});

test("a refused key says so; with the right key the question is answered", async () => {
  const setKey = async (text: string): Promise<void> => {
    await page.getByRole("button", { name: "Change key…" }).click();
    await page.getByLabel("Key (optional)").fill(text);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByLabel("Key (optional)")).toBeHidden();
  };
  await page.getByRole("link", { name: "Models" }).click();
  await setKey("sk-of-somebody-else");
  await openConversation(page, firstQuestion);
  await ask(page, depositQuestion);
  const failed = await untilSettled(page);
  const message = failed.getByTestId("answer-error");
  await expect(message).toHaveAttribute("data-code", "cloud-refused");
  await expect(message).toContainText(`${provider.host} refused the key.`);
  await expect(failed.getByTestId("source-card-1")).toBeVisible();
  await message.getByRole("button", { name: "Models" }).click();
  await setKey(key);
  await openConversation(page, firstQuestion);
  await newestAnswer(page).getByRole("button", { name: "Answer again" }).first().click();
  await page.getByRole("menuitem", { name: "Same set-up" }).click();
  await expect(newestAnswer(page).getByTestId("variant")).toHaveText("2/2", slow);
  await expect(await untilSettled(page)).toHaveAttribute("data-state", "done");
});

test("the ledger has a row for each, with the bytes that the server counted", async () => {
  const rows = await closedLedger(scene);
  const { seen } = provider.listener;
  expect(rows.length).toBe(seen.length);
  expect(provider.listener.connections).toBe(seen.length);
  rows.forEach((row, index) => {
    const request = seen[index];
    if (request === undefined) throw new Error("a row without a request");
    expect(row.bytesSent).toBe(request.bodyBytes);
    expect(row.passages).toBe(readQuestion(request).passages.length);
    // Of a stream that Docent broke off, what was under way is in neither's hands.
    if (row.state === "cancelled") expect(row.bytesReceived).toBeLessThanOrEqual(request.sentBytes);
    else expect(row.bytesReceived).toBe(request.sentBytes);
  });
  const states = rows.map((row) => row.state);
  console.log(`ledger: ${states.join(", ")}`);
  expect(states.filter((state) => state === "failed").length).toBeGreaterThanOrEqual(3);
  expect(states.filter((state) => state === "cancelled").length).toBeGreaterThanOrEqual(1);
});
