import { describe, expect, it } from "vitest";

import { foldWord, normaliseWord } from "../../../src/engine/retrieval/normalise-word.ts";

describe("foldWord", () => {
  it.each([
    ["Straße", "strasse"],
    ["ŁÓDŹ", "lodz"],
    ["Ærø", "aero"],
    ["İstanbul", "istanbul"],
    ["ısı", "isi"],
    ["Þór", "thor"],
    ["ΟΔΟΣ", "οδοσ"],
    ["Αθήνα", "αθηνα"],
    ["й", "и"],
    ["كِتَاب", "كتاب"],
    ["हिन्दी", "हिन्दी"],
    ["ＡＢＣ", "abc"],
    ["m²", "m2"],
    ["٣۴५", "345"],
    ["plain", "plain"],
    ["…", ""],
  ])("%s becomes %s", (word, folded) => {
    expect(foldWord(word)).toBe(folded);
  });
});

describe("normaliseWord", () => {
  it("stems before it folds, because stemmers need the accents", () => {
    expect(normaliseWord("Bäume", "de")).toBe("baum");
    expect(normaliseWord("ответственный", "ru")).toBe("ответствен");
  });

  it("lowers the dotless I of Turkish in Turkish only", () => {
    expect(normaliseWord("ISPARTA", "pl")).toBe("isparta");
    expect(foldWord("ISI")).toBe("isi");
    expect(normaliseWord("IŞIK", "tr")).toBe(normaliseWord("ışık", "tr"));
  });

  it("gives the same term every time", () => {
    expect(normaliseWord("running", "en")).toBe("run");
    expect(normaliseWord("running", "en")).toBe("run");
    expect(normaliseWord("running", "de")).toBe("running");
  });

  it("gives nothing for a word of invisible characters", () => {
    expect(normaliseWord("\u00AD\u200D", "en")).toBe("");
  });
});
