import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { openLibrary, writeFiles } from "../support/library.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import type { DamageResult } from "./support/damage-worker.ts";
import { createRandom } from "./support/random.ts";
import { startWorker, type Worker } from "./support/worker.ts";

const images = Number(process.env["DOCENT_DAMAGED_IMAGES"] ?? 300);
const messagesInBackup = 150;
const messagesInAll = 200;

/** A data folder with files read, messages, one backup and a log that was not folded in: as a kill leaves it. */
async function makeImage(folder: string): Promise<string> {
  const files: Record<string, string> = {};
  for (let number = 0; number < 40; number += 1) {
    files[`file-${number}.txt`] = `This is word${number}, the number ${number} of the matter. `.repeat(10 + number * 2);
  }
  const documents = path.join(folder, "documents");
  writeFiles(documents, files);
  const one = openLibrary({ data: path.join(folder, "data") });
  one.store.user.exec("INSERT INTO conversation (title, created_at, updated_at, sequence) VALUES ('x', 0, 0, 1)");
  const say = one.store.user.prepare(
    "INSERT INTO message (conversation_id, role, text, state, created_at) VALUES (1, 'question', ?, 'complete', 0)",
  );
  for (let number = 0; number < messagesInBackup; number += 1) say.run(`message ${number} ${"text ".repeat(60)}`);
  await one.store.backup();
  await one.library.grantFolder(documents);
  await one.library.settled();
  one.store.user.pragma("wal_checkpoint(TRUNCATE)");
  for (let number = messagesInBackup; number < messagesInAll; number += 1) {
    say.run(`message ${number} ${"text ".repeat(60)}`);
  }
  const image = path.join(folder, "image");
  // Copied while open: logs and the mark of a running process are there.
  cpSync(one.data, image, { recursive: true });
  await one.close();
  return image;
}

type Kind = "flips" | "truncated" | "torn header" | "zeroed page" | "swapped pages" | "lost log";
const kinds: readonly Kind[] = [
  "flips",
  "flips",
  "truncated",
  "torn header",
  "zeroed page",
  "swapped pages",
  "lost log",
];

function damage(file: string, kind: Kind, random: () => number): void {
  const bytes = readFileSync(file);
  const page = 4_096;
  const pages = Math.max(1, Math.floor(bytes.length / page));
  const somePage = (): number => Math.floor(random() * pages) * page;
  if (kind === "truncated") {
    truncateSync(file, Math.floor(random() * bytes.length));
    return;
  }
  if (kind === "lost log") {
    if (existsSync(`${file}-wal`)) {
      const log = readFileSync(`${file}-wal`);
      for (let count = 0; count < 5 && log.length > 0; count += 1)
        log.writeUInt8(0x55, Math.floor(random() * log.length));
      writeFileSync(`${file}-wal`, log.subarray(0, Math.floor(random() * log.length)));
    }
    return;
  }
  if (kind === "flips") {
    const count = 1 + Math.floor(random() * 20);
    for (let done = 0; done < count; done += 1) {
      const at = Math.floor(random() * bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << Math.floor(random() * 8));
    }
  } else if (kind === "torn header") {
    for (let at = 0; at < 512; at += 1) if (random() < 0.5) bytes[at] = Math.floor(random() * 256);
  } else if (kind === "zeroed page") {
    const at = somePage();
    bytes.fill(0, at, at + page);
  } else {
    const [first, second] = [somePage(), somePage()];
    const kept = Buffer.from(bytes.subarray(first, first + page));
    bytes.copy(bytes, first, second, second + page);
    kept.copy(bytes, second);
  }
  writeFileSync(file, bytes);
}

function nextResult(worker: Worker, number: number, directory: string): Promise<DamageResult> {
  return new Promise((resolve, reject) => {
    const { child } = worker;
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      child.off("message", receive);
      child.off("exit", exited);
      end();
    };
    const receive = (message: unknown): void => {
      if (typeof message === "object" && (message as DamageResult).number === number) {
        settle(() => resolve(message as DamageResult));
      }
    };
    const exited = (code: number | null, signal: string | null): void =>
      settle(() => reject(new Error(`image ${number} ended the process (${signal ?? code}): ${worker.errors()}`)));
    const timer = setTimeout(() => {
      settle(() => reject(new Error(`image ${number} gave no result in 60 s: ${worker.errors()}`)));
    }, 60_000);
    child.on("message", receive);
    child.on("exit", exited);
    child.send({ number, directory });
  });
}

it(`opens ${images} damaged data folders without a crash, or says why not`, async () => {
  const folder = temporaryFolder();
  const image = await makeImage(folder);
  const random = createRandom(777);
  const all = Array.from({ length: messagesInAll }, (_, number) => `message ${number} ${"text ".repeat(60)}`);
  const counts = { unharmed: 0, told: 0, "found while reading": 0, "not noticed": 0, refused: 0 };
  const problems: string[] = [];
  const worker = startWorker("damage-worker.ts", []);
  try {
    await worker.message("ready", 60_000);
    for (let number = 0; number < images; number += 1) {
      const directory = path.join(folder, "run");
      rmSync(directory, { recursive: true, force: true });
      mkdirSync(directory);
      cpSync(image, directory, { recursive: true });
      const kind = kinds[number % kinds.length] as Kind;
      const name = random() < 0.5 ? "index.db" : "user.db";
      damage(path.join(directory, name), kind, random);
      const label = `image ${number} (${kind} of ${name})`;
      const result = await nextResult(worker, number, directory);
      for (const bug of result.bugs) problems.push(`${label}: ${bug}`);
      const restored = result.notices.some((notice) => notice.includes("restored from the backup"));
      if (result.open !== "opened") counts.refused += 1;
      else if (result.notices.length > 0) counts.told += 1;
      else if (result.readErrors.length > 0) counts["found while reading"] += 1;
      else if (result.documents === 40 && result.messages.join() === all.join()) counts.unharmed += 1;
      else counts["not noticed"] += 1;
      // The other database never suffers, and a restored one is the backup, whole.
      if (name === "index.db" && result.messages.join() !== all.join()) problems.push(`${label}: lost messages`);
      if (restored && result.messages.join() !== all.slice(0, messagesInBackup).join()) {
        problems.push(`${label}: the backup did not come back whole (${result.messages.length})`);
      }
      if (restored && !existsSync(path.join(directory, "damaged"))) problems.push(`${label}: damaged file not kept`);
    }
  } finally {
    worker.end();
  }
  process.stdout.write(`damaged images ${images}: ${JSON.stringify(counts)}, native crashes 0\n`);
  expect(problems).toEqual([]);
  expect(counts.refused).toBe(0);
  expect(counts.told).toBeGreaterThan(images / 4);
});
