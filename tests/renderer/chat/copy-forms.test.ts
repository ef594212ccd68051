import { expect, test } from "vitest";

import { copyAs, copyPassages, withNotes } from "../../../src/renderer/features/chat/copy-forms.ts";
import { sentence, source } from "../support/answers.ts";

const text = "The deposit is two months' rent, 1,900 euro [1]. Most landlords are faster.";
const content = {
  text,
  sentences: [sentence("Most landlords are faster.", text, "unsupported" as const)],
  quotes: [],
  passages: copyPassages([source(1)], [{ number: 1, text: "The deposit is two months' rent…", page: 4 }], []),
  notInFiles: "(not in the files)",
};

test("text with sources", () => {
  expect(copyAs("text", content)).toBe(
    "The deposit is two months' rent, 1,900 euro [1]. Most landlords are faster. (not in the files)\n\n" +
      "[1] lease-2024.pdf, page 4, 3 May 2024: “The deposit is two months' rent…”",
  );
});

test("markdown has footnotes after the full stop", () => {
  expect(copyAs("markdown", content)).toBe(
    "The deposit is two months' rent, 1,900 euro.[^1] Most landlords are faster. (not in the files)\n\n" +
      "[^1]: **lease-2024.pdf**, p. 4, 3 May 2024. “The deposit is two months' rent…”",
  );
});

test("quotes only, each with its place", () => {
  expect(copyAs("quote", content)).toBe("“The deposit is two months' rent…” (lease-2024.pdf, p. 4)");
  const quotes = [{ source: 1, text: "Quoted words.", page: 5 }];
  expect(copyAs("text", { ...content, text: "", sentences: [], quotes })).toBe(
    "“Quoted words.” (lease-2024.pdf, p. 5)",
  );
});

test("a file without pages is named with its heading, and hidden characters of its name go", () => {
  const passages = copyPassages([source(1, { page: null, documentName: "no\u202Etes.md" })], [], []);
  expect(copyAs("quote", { ...content, passages })).toContain("(notes.md, Deposit)");
});

test("notes go after unsupported sentences only, counted in code points", () => {
  const emoji = "😀 True. False.";
  const sentences = [sentence("😀 True.", emoji, "supported"), sentence("False.", emoji, "unsupported")];
  expect(withNotes({ text: emoji, sentences, notInFiles: "(!)" })).toBe("😀 True. False. (!)");
});
