import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import { sampleDocuments } from "../../scripts/sample-library/documents.ts";
import { makeDocument } from "../../scripts/sample-library/make-document.ts";
import { extractFile } from "../../src/engine/documents/extract/extract-file.ts";
import { splitPassages } from "../../src/engine/documents/split.ts";
import { createCodePointMap } from "../../src/engine/platform/code-points.ts";

const library = fileURLToPath(new URL("../../resources/sample-library/", import.meta.url));
const questionsFile = new URL("../../evals/sets/sample-library/questions.jsonl", import.meta.url);

interface Question {
  id: string;
  question: string;
  answers: string[];
  answerable: boolean;
  lang: string;
  evidence: { file: string; page?: number; heading?: string; text: string }[];
}

const questions = (await readFile(questionsFile, "utf8"))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as Question);
const answerable = questions.filter((question) => question.answerable);

describe("sample library", () => {
  test("is what the script writes, byte for byte", async () => {
    for (const document of sampleDocuments) {
      const committed = await readFile(`${library}${document.path}`);
      expect([document.path, Buffer.from(await makeDocument(document)).equals(committed)]).toEqual([
        document.path,
        true,
      ]);
    }
  });

  test("holds these files and no others", async () => {
    const entries = await readdir(library, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
    const wanted = sampleDocuments.map((document) => `${library}${document.path}`);
    expect(files.map((file) => file.replaceAll("//", "/")).sort()).toEqual(wanted.sort());
    expect(files.length).toBeGreaterThanOrEqual(24);
  });

  test("is read in full but for the scan", async () => {
    for (const { path } of sampleDocuments) {
      const read = await extractFile(path.split("/").at(-1) as string, await readFile(`${library}${path}`));
      expect([path, read.outcome]).toEqual([path, path.includes("(scan)") ? "no-text" : "indexed"]);
      expect(read.hidden).toEqual([]);
    }
  });
});

describe("sample questions", () => {
  test("are forty, six of them without an answer, with their own ids", () => {
    expect(questions).toHaveLength(40);
    expect(answerable).toHaveLength(34);
    expect(new Set(questions.map((question) => question.id)).size).toBe(40);
    expect(new Set(questions.map((question) => question.lang))).toEqual(new Set(["en", "de", "fr"]));
    for (const question of questions) expect(question.answers.length > 0).toBe(question.answerable);
  });

  test.each(answerable)("$id: $question", async ({ answers, evidence }) => {
    expect(evidence.length).toBeGreaterThan(0);
    for (const { file, page, heading, text } of evidence) {
      const read = await extractFile(file.split("/").at(-1) as string, await readFile(`${library}${file}`));
      const index = read.text.replaceAll("\n", " ").indexOf(text);
      expect(index).toBeGreaterThanOrEqual(0);
      expect(answers.some((answer) => text.includes(answer))).toBe(true);
      const start = createCodePointMap(read.text).toCodePoint(index);
      expect(read.pages.find((known) => start >= known.start && start < known.end)?.number).toBe(page);
      const passage = splitPassages(read).find((draft) => draft.start <= start && draft.end >= start + text.length);
      expect(passage?.page ?? undefined).toBe(page);
      expect(heading === undefined || passage?.headings.includes(heading)).toBe(true);
    }
  });
});
