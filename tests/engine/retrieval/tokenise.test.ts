import { describe, expect, it } from "vitest";

import { tokenise } from "../../../src/engine/retrieval/tokenise.ts";

const words = (text: string, language: string | null) => tokenise(text, language).words.map(({ term }) => term);
const identifiers = (text: string) => tokenise(text, "en").identifiers.map(({ term }) => term);

describe("words", () => {
  it.each([
    ["en", "The runners' studies: running, studied", ["the", "runner", "studi", "run", "studi"]],
    ["de", "Häuser und Straßen, das HAUS", ["haus", "und", "strass", "das", "haus"]],
    ["fr", "l'économie française", ["l", "econom", "francais"]],
    ["es", "Las canciones españolas", ["las", "cancion", "espanol"]],
    ["it", "le università italiane", ["le", "univers", "italian"]],
    ["pt", "As nações", ["as", "naco"]],
    ["nl", "de fietsen", ["de", "fiets"]],
    ["sv", "flickorna sjöng", ["flick", "sjong"]],
    ["da", "bøgerne", ["bog"]],
    ["no", "bøkene", ["bok"]],
    ["fi", "taloissa", ["talo"]],
    ["ru", "новые книги, Ёлка", ["нов", "книг", "елк"]],
    ["tr", "Türkiye'nin KIYILARI", ["turki", "nin", "kiyi"]],
  ])("stems %s and takes case and accents away", (language, text, expected) => {
    expect(words(text, language)).toEqual(expected);
  });

  it("keeps the forms of a word together and different words apart", () => {
    expect(new Set(words("connect connected connecting connection", "en"))).toEqual(new Set(["connect"]));
    expect(words("universal universe", "de")).toEqual(["universal", "univers"]);
  });

  it("takes English for text of unknown language", () => {
    expect(words("running", null)).toEqual(["run"]);
  });

  it("leaves words of a language without a stemmer whole", () => {
    expect(words("Książki złote", "pl")).toEqual(["ksiazki", "zlote"]);
  });

  it("stems a Latin word in a text of another script as English, a Russian word in any text as Russian", () => {
    expect(words("товары shipping", "ru")).toEqual(["товар", "ship"]);
    expect(words("книги", "en")).toEqual(["книг"]);
    expect(words("книги", "uk")).toEqual(["книги"]);
  });

  it("cuts Chinese, Japanese and Korean into pairs of characters and keeps a lone one", () => {
    expect(words("北京大学", "zh")).toEqual(["北京", "京大", "大学"]);
    expect(words("水", "zh")).toEqual(["水"]);
    expect(words("東京タワー", "ja")).toEqual(["東京", "京タ", "タワ", "ワー"]);
    expect(words("한국어", "ko")).toEqual(["한국", "국어"]);
    expect(words("2024年ABC手机", "zh")).toEqual(["2024", "年", "abc", "手机"]);
  });

  it("reads half-width and full-width forms as the usual ones", () => {
    expect(words("ＡＢＣ ﾀﾞｶﾞ", "ja")).toEqual(["abc", "ダガ"]);
    expect(words("ﬁne", "en")).toEqual(["fine"]);
  });

  it("finds the words of Thai and keeps its vowels", () => {
    expect(words("สวัสดีครับ", "th")).toEqual(["สวัสดี", "ครับ"]);
    expect(words("हिन्दी", "hi")).toEqual(["हिन्दी"]);
  });

  it("keeps numbers, without separators of thousands, in plain digits", () => {
    expect(words("1,308 points; 12.345.678 and 3.5 or 7", "en")).toEqual([
      "1308",
      "point",
      "12345678",
      "and",
      "3",
      "5",
      "or",
      "7",
    ]);
    expect(words("1,30 1,3080 v1,308", "en")).toEqual(["1", "30", "1", "3080", "v1", "308"]);
    expect(words("第1,000次", "zh")).toEqual(["第", "1000", "次"]);
    expect(words("٣٤ १२ ۹", "ar")).toEqual(["34", "12", "9"]);
  });

  it("ignores soft hyphens and joins nothing across punctuation", () => {
    expect(words("Zusammen\u00ADfassung", "de")).toEqual(["zusammenfass"]);
    expect(words("\u00AD well-known", "en")).toEqual(["well", "known"]);
  });

  it("has nothing to say of a text without words", () => {
    expect(tokenise(" — …!? 🙂", "en")).toEqual({ words: [], identifiers: [] });
  });
});

describe("the pattern for Latin text", () => {
  it("cuts every character it is used for like the pattern for all text", () => {
    for (const [from, to] of [
      [0x00, 0x24f],
      [0x2000, 0x206f],
    ] as const) {
      for (let code = from; code <= to; code += 1) {
        const text = `a${String.fromCodePoint(code)}1,000${String.fromCodePoint(code)}2.500,7 b_c`;
        // The snowman is outside the Latin range and no letter, so that the other pattern reads the rest.
        const general = tokenise(`${text} ☃`, "en");
        expect(tokenise(text, "en"), `U+${code.toString(16)}`).toEqual(general);
      }
    }
  });
});

describe("spans", () => {
  it("are code points of the source", () => {
    const text = "🙂 Häuser in 北京大";
    expect(tokenise(text, "de").words).toEqual([
      { term: "haus", start: 2, end: 8 },
      { term: "in", start: 9, end: 11 },
      { term: "北京", start: 12, end: 14 },
      { term: "京大", start: 13, end: 15 },
    ]);
  });

  it("cover the source's characters even where normalising changes their number", () => {
    expect(tokenise("ﾀﾞｶﾞ ﬁne 1,000", "ja").words).toEqual([
      { term: "ダガ", start: 0, end: 4 },
      { term: "fine", start: 5, end: 8 },
      { term: "1000", start: 9, end: 14 },
    ]);
  });

  it("cover Thai words one by one", () => {
    expect(tokenise("a สวัสดีครับ", "th").words).toEqual([
      { term: "a", start: 0, end: 1 },
      { term: "สวัสดี", start: 2, end: 8 },
      { term: "ครับ", start: 8, end: 12 },
    ]);
  });
});

describe("identifiers", () => {
  it("takes camelCase apart", () => {
    expect(identifiers("parseHTTPResponse")).toEqual(["pars", "http", "respons"]);
    expect(identifiers("DiffExecutor")).toEqual(["diff", "executor"]);
    expect(identifiers("utf8Decoder")).toEqual(["utf", "decod"]);
  });

  it("takes snake_case apart and keeps it whole", () => {
    expect(identifiers("post_exec_all")).toEqual(["postexecal", "post", "exec", "all"]);
    expect(identifiers("MAX_mapSize x_y")).toEqual(["maxmaps", "max", "map", "size", "xy"]);
  });

  it("gives the spans of the pieces", () => {
    expect(tokenise("a get_mapSize", "en").identifiers).toEqual([
      { term: "getmaps", start: 2, end: 13 },
      { term: "get", start: 2, end: 5 },
      { term: "map", start: 6, end: 9 },
      { term: "size", start: 9, end: 13 },
    ]);
  });

  it("leaves words, names of files and sentences alone", () => {
    expect(identifiers("Plain words, src/engine/index.ts, e.g. _ and __init but 90s 1st NATO's")).toEqual([]);
  });
});
