import { foldWord } from "../retrieval/normalise-word.ts";

/** A word or a run of words that names somebody or something. Indices are UTF-16 units of the text. */
export interface Name {
  text: string;
  start: number;
  end: number;
  /** First word of its sentence: the capital may come from there. */
  opens: boolean;
}

const capital = /(?<![\p{L}\p{N}])(?:\p{Lu}\.)+(?:\p{Lu}(?!\p{L}))?|(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}'’-]*/gu;
/** Capitalised words that name nothing: function words, and how a sentence opens. */
const openers = new Set(
  `a an the this that these those it its he she they we you i in on at of to for from by with without as is are was
  were if when while where who what which how there here and or but not no yes all any some each every both one two
  then now later soon today here currently recently finally initially originally eventually meanwhile first second third
  after before since during under over between according however therefore additionally furthermore moreover also
  thus overall note please based der die das den dem ein eine einer eines einem einen es er sie wir ich im in am an auf
  aus bei mit nach von zu zur zum für und oder aber nicht wenn als el la los las un una en de del por para con y o si
  se le les un une des du et dans il elle ils elles ce cette no на в и с по это он она они bu bir ve ile`
    .split(/\s+/)
    .filter(Boolean),
);

/** German writes every noun with a capital: there only a run of two, or one after a title, is taken for a name. */
function germanNames(names: readonly Name[], text: string): Name[] {
  const touches = (left: Name | undefined, right: Name | undefined) =>
    left !== undefined && right !== undefined && /^[ -]{1,2}$/.test(text.slice(left.end, right.start));
  return names.filter(
    (name, at) =>
      touches(names[at - 1], name) ||
      touches(name, names[at + 1]) ||
      /(?:Herrn?|Frau|Dr\.|Prof\.|Familie|Firma)\s$/.test(text.slice(0, name.start)),
  );
}

const titles = new Set("dr mr mrs ms prof professor herr herrn frau sir señor señora monsieur madame".split(" "));

/** A title of a person: no name, and nothing that an answer must have from the files. */
export function isTitle(word: string): boolean {
  return titles.has(word.toLocaleLowerCase());
}

/** Capitalised words of a text, one by one; function words are no names. `language` is a BCP 47 primary tag. */
export function findNames(text: string, language: string | null = null): Name[] {
  const names: Name[] = [];
  for (const match of text.matchAll(capital)) {
    const word = match[0].replace(/--.*$/u, "").replace(/['’-]+s?['’-]*$/u, "");
    const before = text.slice(0, match.index);
    const opens = /(?:^|[.!?:…]["'”’)]*\s+|\n\s*|^\s*[-*#>]+\s*)["'“„«(*_]*$/u.test(before);
    if (openers.has(word.toLocaleLowerCase()) || isTitle(word)) continue;
    names.push({ text: word, start: match.index, end: match.index + word.length, opens });
  }
  return language === "de" ? germanNames(names, text) : names;
}

/** Endings that turn a name into its people, its language or its genitive: "Germany" and "German" are one name. */
const kin = /^(?:s|es|n|en|an|ian|ish|ese|er|ern|y|ny|ia|land|ский|а|у|ом|е|ой|ы|и|ia|da|de|in|ın|un|nin|nın)?$/u;

/** True when two written forms stand for the same name: equal without case and marks, or kin by their endings. */
export function sameName(left: string, right: string): boolean {
  const [a, b] = [foldWord(left.replaceAll(".", "")), foldWord(right.replaceAll(".", ""))];
  if (a === b) return true;
  let common = 0;
  while (common < a.length && a.charAt(common) === b.charAt(common)) common += 1;
  return common >= 4 && kin.test(a.slice(common)) && kin.test(b.slice(common));
}

/** True when a short name in capitals is made of the first letters of consecutive words of the text. */
export function isInitialsOf(name: string, text: string): boolean {
  const letters = name.replaceAll(/[.\s]/g, "");
  if (!/^\p{Lu}{2,6}$/u.test(letters)) return false;
  const initials = [...text.matchAll(/(?<![\p{L}\p{N}])\p{L}[\p{L}'’-]*/gu)]
    .map((match) => match[0])
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word.charAt(0))
    .join("");
  return initials.includes(letters);
}
