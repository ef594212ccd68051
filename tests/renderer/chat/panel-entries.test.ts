import { expect, test } from "vitest";

import { viewOfAnswer } from "../../../src/renderer/features/chat/answer-view.ts";
import { panelEntries } from "../../../src/renderer/features/chat/panel-entries.ts";
import { answer, source } from "../support/answers.ts";

const sources = [source(1), source(2, { documentId: 2 }), source(3, { documentId: 3 })];

test("a chip walks through the cited passages in order of first use, with the cited words", () => {
  const view = viewOfAnswer(
    answer({
      sources,
      text: "B [2]. A [1]. B again [2].",
      citations: [
        { number: 2, passageId: 2, documentId: 2, start: 110, end: 120, page: 4, text: "is two mon" },
        { number: 1, passageId: 1, documentId: 1, start: 100, end: 160, page: 4, text: sources[0]?.text ?? "" },
      ],
    }),
  );
  const { entries, index } = panelEntries(view, { number: 1 });
  expect(entries.map((entry) => [entry.number, entry.start, entry.stored])).toEqual([
    [2, 110, true],
    [1, 100, true],
  ]);
  expect(index).toBe(1);
});

test("a source that is not cited walks through all sources", () => {
  const { entries, index } = panelEntries(viewOfAnswer(answer({ sources, text: "A [1]." })), { number: 3 });
  expect([entries.length, index]).toEqual([3, 2]);
});

test("two quotes of one source are two stops", () => {
  const quotes = [
    { source: 1, start: 100, end: 110, page: 4, text: "The deposi", matches: [] },
    { source: 1, start: 130, end: 140, page: 4, text: "1,900 euro", matches: [] },
  ];
  const view = viewOfAnswer(answer({ sources, mode: "quote", text: "", quotes }));
  const { entries, index } = panelEntries(view, { number: 1, start: 130 });
  expect(entries.map((entry) => entry.start)).toEqual([100, 130]);
  expect(index).toBe(1);
});
