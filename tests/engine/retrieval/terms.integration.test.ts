import { expect, it } from "vitest";

import { foldWord } from "../../../src/engine/retrieval/normalise-word.ts";
import { openSmallIndex } from "./small-index.ts";

it("SQLite keeps the term of every letter and digit of Unicode as it is", () => {
  const { index } = openSmallIndex([]);
  const terms = new Set<string>();
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCodePoint(code);
    if (/[\p{L}\p{Nd}]/u.test(character)) terms.add(foldWord(character));
  }
  terms.delete("");
  const insert = index.prepare("INSERT INTO passage_terms (headings, body, identifiers) VALUES ('', ?, '')");
  index.transaction(() => {
    for (const term of terms) insert.run(term);
  })();
  const kept = new Set(index.prepare("SELECT term FROM passage_term_counts").pluck().all());
  expect(terms.size).toBeGreaterThan(100_000);
  expect([...terms].filter((term) => !kept.has(term))).toEqual([]);
});
