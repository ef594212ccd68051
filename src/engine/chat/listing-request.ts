/** A question about the files themselves, answered from the document table. */
export interface ListingRequest {
  /** What is asked: how many files there are, which there are, or which hold some words. */
  kind: "count" | "list" | "holding";
  /** Only files of this ending, without the dot, null for all. */
  extension: string | null;
  /** Only files of this group. */
  group: "all" | "failed" | "partly" | "waiting" | "skipped";
  /** For "holding": the words the files must hold. */
  words: string;
}

const noun =
  "(?:files?|documents?|docs?|pdfs?|spreadsheets?|e-?mails?|notes?|presentations?|word files|dateien?|dokumente?n?|archivos|documentos|ficheros|fichiers|файл(?:ов|ы|а)?|документ(?:ов|ы|а)?|dosya(?:lar)?|belge(?:ler)?)";
const own =
  "(?:(?:do i|do we|have i|are there|are in|are indexed|have you|do you|did you|can you|are you|were|could|in my|in the|of my|are|habe ich|haben wir|gibt es|sind|tengo|hay|ai-je|y a-t-il|у меня|есть|var)\\b)";

const count = new RegExp(
  `^(?:how many|what number of|count (?:all |the |my )*|wie ?viele|cuánt[oa]s|combien de|сколько|kaç(?: tane)?)\\s*(?:of my |of the |different |text |markdown |word |pdf |my )*${noun}(?=$|[\\s?.!])(?:\\s*$|[?.!]|\\s+${own})`,
  "iu",
);
const list = new RegExp(
  `^(?:list|show(?: me)?|name|give me|zeige?(?: mir)?|liste|nenne|lista|muestra(?:me)?|покажи|listele)\\s+(?:me\\s+)?(?:all |the |my |of |every |alle |meine |die |todos |los |mis |все |мои )*(?:pdf |word |text |markdown |csv |html )?${noun}(?=$|[\\s?.!])(?!\\s+(?:required|needed|necessary|i need|that i need|to bring|mentioned))`,
  "iu",
);
const which = new RegExp(
  `^(?:which|what|in which|in what|welche|in welche[nmr]|qué|en qué|quels?|какие|в каких|hangi)\\s+(?:of my |of the |my |der |mis )?(?:pdf |word |text )?${noun}\\s+(?<rest>.*)$`,
  "iu",
);
const holding =
  /^(?:(?:do |does )?(?:mention|contain|include|talk about|speak of|discuss|cover|are about|deal with|say something about|have the words?|refer to|erwähnen|enthalten|nennen|sprechen von|handeln von|mencionan|contienen|hablan de|parlent de|mentionnent|упоминают|упоминается|содержат|geçiyor|içeriyor)s?|(?:is|are|wird|steht|stehen)\s+(?=.*\b(?:mentioned|erwähnt)))\s*/iu;
const about =
  /^(?:there|do i have|do you (?:have|know|see|read)|have (?:i|you)|are (?:there|indexed|read|searched|in)|could not be read|couldn't be read|(?:were|are) not read|failed|are waiting|gibt es|habe ich|hast du|tengo|hay)(?![\p{L}])/iu;

const extensions: readonly (readonly [RegExp, string])[] = [
  [/\bpdfs?\b/i, "pdf"],
  [/\b(?:word files?|docx)\b/i, "docx"],
  [/\b(?:markdown|md) (?:files?|documents?|notes?)\b/i, "md"],
  [/\bhtml (?:files?|documents?|pages?)\b/i, "html"],
  [/\b(?:text|txt) files?\b/i, "txt"],
  [/\bcsv\b/i, "csv"],
  [/\b(?:e-?mails?|eml)\b/i, "eml"],
];

function groupOf(text: string): ListingRequest["group"] {
  if (/could(?: not|n't) be read|failed|not read|unreadable|nicht gelesen|no se pud|не удалось/iu.test(text))
    return "failed";
  if (/\b(?:partly|only in part|teilweise)\b/iu.test(text)) return "partly";
  if (/\b(?:waiting|still to be read|not yet read)\b/iu.test(text)) return "waiting";
  if (/\b(?:skipped|unsupported|excluded)\b/iu.test(text)) return "skipped";
  return "all";
}

/**
 * Recognises a question about the files themselves. It is careful: "how many rooms does the flat have" and "which
 * documents do I need for a visa" are questions to the files, so an opening must name files and go on about having,
 * reading or mentioning.
 */
export function findListing(question: string): ListingRequest | null {
  const text = question
    .replaceAll(/\s+/g, " ")
    .replace(/^[\s¿¡"“„]+/, "")
    .trim();
  const extension = extensions.find(([pattern]) => pattern.test(text))?.[1] ?? null;
  const make = (kind: ListingRequest["kind"], words = ""): ListingRequest => ({
    kind,
    extension,
    group: groupOf(text),
    words,
  });
  const holds = which.exec(text);
  const rest = holds?.groups?.["rest"] ?? "";
  const opening = holding.exec(rest);
  if (opening) {
    const words = rest
      .slice(opening[0].length)
      .replaceAll(/[?.!"“”„«»]/g, " ")
      .replaceAll(/\b(?:mentioned|erwähnt)\b/giu, " ")
      .trim();
    if (words !== "") return make("holding", words);
  }
  if (count.test(text)) return make("count");
  if (list.test(text) || (holds && about.test(rest))) return make("list");
  return null;
}
