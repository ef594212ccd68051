import type { Citation, Source } from "../../shared/answer-schemas.ts";
import type { SearchFilter } from "../../shared/schemas.ts";
import { tokenise } from "../retrieval/tokenise.ts";
import type { Candidate } from "../retrieval/retrieval-types.ts";
import type { ChatParts } from "./chat-parts.ts";
import type { ListingRequest } from "./listing-request.ts";
import { toSource } from "./sources.ts";

const mostNames = 50;

export interface Listing {
  text: string;
  sources: Source[];
  citations: Citation[];
}

/** A file name as Markdown text: nothing in it may become markup. */
function plainName(name: string): string {
  return name.replaceAll(/[\\`*_{}[\]()#+!|<>~&]/g, "\\$&").replaceAll(/\s+/g, " ");
}

const files = (count: number) => `${count} ${count === 1 ? "file" : "files"}`;

const groupWords: Record<ListingRequest["group"], string> = {
  all: "in the library",
  failed: "could not be read",
  partly: "could be read only in part",
  waiting: "not read yet",
  skipped: "left out",
};

/** Answers a question about the files themselves from the document table; no model has a part in it. */
export async function listDocuments(
  parts: ChatParts,
  request: ListingRequest,
  filter: SearchFilter,
  signal: AbortSignal,
): Promise<Listing> {
  if (request.kind === "holding") return filesHolding(parts, request, filter, signal);
  const { total, documents } = parts.library.documents({
    group: request.group,
    folderIds: filter.folderIds,
    documentIds: filter.documentIds,
    ...(request.extension === null ? {} : { extension: request.extension }),
    sort: "name",
    limit: request.kind === "count" ? 0 : mostNames,
  });
  const kind = request.extension === null ? "" : ` (${request.extension.toUpperCase()})`;
  const head = `${files(total)}${kind} ${groupWords[request.group]}.`;
  if (request.kind === "count") return { text: head, sources: [], citations: [] };
  const lines = documents.map(({ name, folderName, reason }) => {
    const why = request.group === "all" || reason === null ? "" : `: ${plainName(reason)}`;
    return `- ${plainName(name)} (${plainName(folderName)})${why}`;
  });
  if (total > documents.length) lines.push(`- and ${total - documents.length} more`);
  return { text: [head, "", ...lines].join("\n").trimEnd(), sources: [], citations: [] };
}

/** Files that hold all the words in one passage, by the index; the best passage of each is its source. */
async function filesHolding(
  parts: ChatParts,
  request: ListingRequest,
  filter: SearchFilter,
  signal: AbortSignal,
): Promise<Listing> {
  const { retriever } = parts;
  const { candidates, terms } = await retriever.retrieve({
    query: request.words,
    mode: "lexical",
    filter,
    k: 100,
    signal,
  });
  const holds = ({ text, title, headings, language }: Candidate) => {
    const present = new Set(tokenise([title, ...headings, text].join("\n"), language).words.map((word) => word.term));
    return terms.every(({ term, variants }) => [term, ...variants].some((form) => present.has(form)));
  };
  const byDocument = new Map<number, Candidate>();
  for (const candidate of candidates) {
    const fits = request.extension === null || candidate.documentName.toLowerCase().endsWith(`.${request.extension}`);
    if (fits && !byDocument.has(candidate.documentId) && holds(candidate)) {
      byDocument.set(candidate.documentId, candidate);
    }
  }
  const best = candidates[0]?.score ?? 0;
  const sources = [...byDocument.values()].map((candidate, index) =>
    toSource(candidate, index + 1, best, request.words, (...of) => retriever.matches(...of)),
  );
  const verb = sources.length === 1 ? "mentions" : "mention";
  const head = `${files(sources.length)} ${verb} “${plainName(request.words)}”.`;
  const lines = sources.map((source) => `- ${plainName(source.documentName)} [${source.number}]`);
  const citations = sources.map(({ number, passageId, documentId, start, end, page, text }) => ({
    number,
    passageId,
    documentId,
    start,
    end,
    page,
    text,
  }));
  return { text: [head, "", ...lines].join("\n").trimEnd(), sources, citations };
}
