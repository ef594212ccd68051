import type { PassageIndex, StoredPassage } from "../documents/document-types.ts";
import type { Store } from "../store/store.ts";
import { createLexicalTable } from "./lexical-table.ts";
import { tokenise, type Term } from "./tokenise.ts";
import { createVectorTable } from "./vector-table.ts";

/** Title and headings in one line, as index and embedder get it. */
export function headingPath(passage: Pick<StoredPassage, "title" | "headings">): string {
  return [passage.title, ...passage.headings].filter((part) => part !== "").join(" > ");
}

/** What the embedder reads of a passage: where it stands, then what it says. */
export function embeddingText(passage: Pick<StoredPassage, "title" | "headings" | "text">): string {
  const path = headingPath(passage);
  return path === "" ? passage.text : `${path}\n${passage.text}`;
}

const joined = (terms: readonly Term[]): string => terms.map(({ term }) => term).join(" ");

/** Where ingest puts a passage's terms and vectors. Opens no transaction: the caller's holds text and terms together. */
export function createPassageIndex({ store }: { store: Pick<Store, "index"> }): PassageIndex {
  const lexical = createLexicalTable(store.index);
  const vectors = createVectorTable(store.index);
  return {
    add(passages) {
      for (const passage of passages) {
        const headings = tokenise(headingPath(passage), passage.language);
        const body = tokenise(passage.text, passage.language);
        lexical.insert({
          passageId: passage.id,
          headings: joined(headings.words),
          body: joined(body.words),
          identifiers: joined([...headings.identifiers, ...body.identifiers]),
        });
      }
    },
    remove(passageIds) {
      for (const id of passageIds) {
        lexical.remove(id);
        vectors.remove(id);
      }
    },
    embeddingText,
    addVectors(rows, spaceId) {
      const first = rows[0];
      if (first === undefined) return;
      const space = vectors.addSpace(spaceId, first.vector.length);
      for (const { passageId, vector } of rows) vectors.put(passageId, space, vector);
    },
    withoutVectors: (spaceId, limit) => vectors.missing(vectors.spaceId(spaceId) ?? 0, limit),
  };
}
