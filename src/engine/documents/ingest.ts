import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Outcome } from "../../shared/schemas.ts";
import type { Clock } from "../platform/clock.ts";
import { createCodePointMap } from "../platform/code-points.ts";
import type { Store } from "../store/store.ts";
import { contentHash, createContentTable, pipelineVersion } from "./content-table.ts";
import type { Extraction, PassageIndex, StoredPassage } from "./document-types.ts";
import type { FileRead } from "./file-read.ts";
import { createQueueTable } from "./queue-table.ts";
import { splitPassages } from "./split.ts";

export interface IngestOptions {
  store: Pick<Store, "index" | "directory" | "readOnly">;
  passageIndex: PassageIndex;
  clock: Clock;
}

export type FileState = Extract<FileRead, { kind: "bytes" }>;

export interface Ingest {
  /**
   * Writes text, passages, terms and outcome in one transaction; returns the ids of passages that are new. What the
   * user has left out meanwhile, or what changed after `takenStamp` and is not in `file`, stays as it is.
   */
  record(
    documentId: number,
    takenStamp: string,
    file: FileState,
    extraction: Extraction,
    milliseconds: number,
  ): number[];
  /** Takes over what the same bytes gave under another name; false when it has to be parsed. */
  adopt(documentId: number, takenStamp: string, name: string, file: FileState): boolean;
  /**
   * An outcome without reading; what the user has left out keeps its own. `read` false: by a rule of the walk, so that
   * it may change with the rule.
   */
  fix(documentId: number, outcome: Outcome, reason: string, read: boolean): void;
  /** Removes documents and all text that no other document has; returns how many documents and passages went. */
  remove(documentIds: readonly number[]): { documents: number; passages: number };
  /**
   * How often text was removed whose traces may still lie in free pages and in the lexical index; 0 when none lie
   * there. It outlives the process: a stop, a crash or a full disk before the purge leaves it to the next start.
   */
  readonly purgeNeeded: number;
  /** The traces of so many removals are gone; later ones may have come meanwhile. */
  purged(removals: number): void;
}

/** The only writer of outcomes and of text. Every method is one transaction: all of it is stored, or nothing. */
export function createIngest({ store, passageIndex, clock }: IngestOptions): Ingest {
  const { index } = store;
  const contents = createContentTable(index);
  const queue = createQueueTable(index);
  const purgeMark = path.join(store.directory, "index-purge");
  let removals = !store.readOnly && existsSync(purgeMark) ? 1 : 0;

  /** Removes a text that no document has any more; returns the number of its passages. */
  function release(contentId: number | null): number {
    if (contentId === null || contents.isUsed(contentId)) return 0;
    const passageIds = contents.passageIds(contentId);
    passageIndex.remove(passageIds);
    contents.remove(contentId);
    // Before the removal is stored: a mark too many costs a purge, one too few leaves deleted text behind.
    if (removals === 0) writeFileSync(purgeMark, "");
    removals += 1;
    return passageIds.length;
  }

  function add(extraction: Extraction): { id: number; newPassages: number[] } {
    const hash = contentHash(extraction);
    const known = contents.find(hash);
    if (known !== null) return { id: known, newPassages: [] };
    const drafts = splitPassages(extraction);
    const { id, passageIds } = contents.insert(hash, extraction, drafts);
    const map = createCodePointMap(extraction.text);
    const passages: StoredPassage[] = drafts.map((draft, place) => ({
      id: passageIds[place] as number,
      title: extraction.title ?? "",
      headings: draft.headings,
      text: extraction.text.slice(map.toIndex(draft.start), map.toIndex(draft.end)),
      language: extraction.language,
    }));
    passageIndex.add(passages);
    return { id, newPassages: passageIds };
  }

  /** The bytes are no longer what the row stands for: gone with its folder, left out, or saved anew since it was taken. */
  function isOutdated(documentId: number, takenStamp: string, file: FileState): boolean {
    const row = queue.now(documentId);
    return row === null || row.leftOut || (row.stamp !== takenStamp && row.stamp !== file.stamp);
  }

  const transaction = <Result>(work: () => Result): Result => index.transaction(work).immediate();

  return {
    record: (documentId, takenStamp, file, extraction, milliseconds) =>
      transaction(() => {
        if (isOutdated(documentId, takenStamp, file)) return [];
        const before = queue.contentOf(documentId);
        const hasText = extraction.outcome === "indexed" || extraction.outcome === "indexed-partly";
        const empty = hasText && !/[\p{L}\p{N}]/u.test(extraction.text);
        const added = hasText && !empty ? add(extraction) : null;
        queue.setState(documentId, file);
        queue.setResult(documentId, {
          outcome: empty ? "no-text" : extraction.outcome,
          reason: empty ? "No text was found in it." : extraction.reason,
          contentId: added?.id ?? null,
          extractor: extraction.extractor,
          pages: extraction.pages.length === 0 ? null : extraction.pages.length,
          fileHash: file.hash,
          readAt: clock.now(),
          milliseconds,
          pipelineVersion,
        });
        if (before !== null && before !== added?.id) release(before);
        return added?.newPassages ?? [];
      }),
    adopt: (documentId, takenStamp, name, file) =>
      transaction(() => {
        if (isOutdated(documentId, takenStamp, file)) return true;
        const twin = queue.twin(documentId, file.hash, path.extname(name).toLowerCase(), pipelineVersion);
        if (twin === null) return false;
        const before = queue.contentOf(documentId);
        queue.setState(documentId, file);
        queue.setResult(documentId, { ...twin, readAt: clock.now() });
        if (before !== null && before !== twin.contentId) release(before);
        return true;
      }),
    fix: (documentId, outcome, reason, read) =>
      transaction(() => {
        if (outcome !== "excluded" && queue.now(documentId)?.leftOut === true) return;
        const before = queue.contentOf(documentId);
        queue.setResult(documentId, {
          outcome,
          reason,
          contentId: null,
          extractor: null,
          pages: null,
          fileHash: null,
          readAt: clock.now(),
          milliseconds: 0,
          pipelineVersion: read ? pipelineVersion : 0,
        });
        release(before);
      }),
    remove: (documentIds) =>
      transaction(() => {
        let passages = 0;
        for (const id of documentIds) {
          const contentId = queue.contentOf(id);
          queue.remove(id);
          passages += release(contentId);
        }
        return { documents: documentIds.length, passages };
      }),
    get purgeNeeded() {
      return removals;
    },
    purged(purged) {
      if (purged !== removals) return;
      removals = 0;
      rmSync(purgeMark, { force: true });
    },
  };
}
