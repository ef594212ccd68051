import { DocentError } from "../platform/docent-error.ts";
import { countCodePoints, sliceCodePoints } from "../platform/code-points.ts";
import { resolveFollowUp } from "./follow-up.ts";
import { findListing, type ListingRequest } from "./listing-request.ts";

/** Longer questions are shortened with a notice. */
const longestQuestion = 4_000;

export interface Understood {
  /** The question as it is kept and shown. */
  question: string;
  /** What is searched: with what a follow-up leaves out put back in, and without its filters. */
  query: string;
  /** The earlier question it was completed from, null when it stands alone. */
  completedFrom: string | null;
  /** Names of files that the question limits itself to. */
  fileNames: string[];
  /** Set when the question is about the files themselves: it goes to the document table. */
  listing: ListingRequest | null;
  notice: string | null;
}

/** True for text that nobody typed: control characters, or mostly bytes that are no text. */
function isBinary(text: string): boolean {
  if (text.includes("\0")) return true;
  const odd = text.match(/[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return odd > 8 && odd / text.length > 0.02;
}

const asFile = /(?:^|\s)@(?:"([^"\n]{1,200})"|([\p{L}\p{N}][\p{L}\p{N}._-]{0,199}))/gu;
const inFile =
  /(?:^|[\s,])(?:in|from|inside|within|of|aus|im|en|de|del|dans|du|в|из)\s+(?:(?:the )?(?:file|document)|der datei|dem dokument|el archivo|le fichier|файле)?\s*["“„«]?([\p{L}\p{N}][\p{L}\p{N} ._()-]{0,120}\.(?:pdf|docx?|pptx?|xlsx?|od[tsp]|rtf|epub|html?|md|markdown|txt|csv|tsv|eml|mbox|ipynb|json|ya?ml|[jt]sx?|py|java|rs|go|c|h|cpp))["”“»]?(?=$|[\s?.!,;:])/giu;

function takeFilters(text: string): { rest: string; fileNames: string[] } {
  const fileNames: string[] = [];
  let rest = text.replaceAll(asFile, (_whole, quoted: string | undefined, plain: string | undefined) => {
    fileNames.push((quoted ?? plain ?? "").replace(/[.]+$/, ""));
    return " ";
  });
  rest = rest.replaceAll(inFile, (_whole, name: string) => {
    // "in the lease for lease 2024.pdf" would take too much: a name has at most six words.
    fileNames.push(name.trim().split(/\s+/).slice(-6).join(" "));
    return " ";
  });
  rest = rest
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\s+(?=[?.!,])/g, "")
    .trim();
  return { rest, fileNames: fileNames.filter((name) => name !== "") };
}

/**
 * Reads a question before anything is searched: refuses what is none, completes a follow-up from the questions before
 * it (oldest first), takes file names out and tells questions about the files themselves from questions to them.
 * @throws DocentError question-empty, question-binary.
 */
export function understand(text: string, previousQuestions: readonly string[]): Understood {
  if (isBinary(text)) {
    throw new DocentError("question-binary", "This is not text that can be asked.", {
      nextStep: "Type the question, or add the file to a folder.",
    });
  }
  let question = text.normalize("NFC").replaceAll("\r\n", "\n").trim();
  if (!/[\p{L}\p{N}]/u.test(question)) {
    throw new DocentError("question-empty", "There is no question yet.", { nextStep: "Type a question." });
  }
  let notice: string | null = null;
  if (countCodePoints(question) > longestQuestion) {
    question = sliceCodePoints(question, 0, longestQuestion);
    notice = "The question was longer than 4,000 characters. Its first 4,000 were used.";
  }
  const { rest, fileNames } = takeFilters(question);
  const alone = rest === "" ? question : rest;
  const listing = findListing(alone);
  const { query, completedFrom } =
    listing === null ? resolveFollowUp(alone, previousQuestions) : { query: alone, completedFrom: null };
  return { question, query, completedFrom, fileNames, listing, notice };
}
