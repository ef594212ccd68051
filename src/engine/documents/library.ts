import path from "node:path";

import type { EmbeddingModel } from "../models/model-types.ts";
import type { Clock, Timer } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { Log } from "../platform/log.ts";
import type { Store } from "../store/store.ts";
import { pipelineVersion } from "./content-table.ts";
import type { PassageIndex } from "./document-types.ts";
import { createDocumentViews } from "./document-view.ts";
import { createEmbedder } from "./embedder.ts";
import { readWhole } from "./file-read.ts";
import { createFolderKeeper } from "./folder-keeper.ts";
import { createFolderTable, type FolderRow } from "./folder-table.ts";
import { checkedFolder, refuseOverlap } from "./grant.ts";
import { createIngest } from "./ingest.ts";
import type { IndexedEvent, Library } from "./library-types.ts";
import { createListeners } from "./listeners.ts";
import { createLibraryNumbers } from "./library-numbers.ts";
import { createListingTable } from "./listing-table.ts";
import { createPathTable } from "./path-table.ts";
import { createPurger } from "./purger.ts";
import { type Blocked, createReader, type DocumentParser } from "./reader.ts";
import { createReconciler } from "./reconcile.ts";
import { reportCsv } from "./report.ts";
import { isSafeToOpen } from "./safe-to-open.ts";
import { startersOf } from "./starters.ts";
import { createTextTable } from "./text-table.ts";

export interface LibraryOptions {
  store: Store;
  parser: DocumentParser & { pagePicture(bytes: Uint8Array, page: number, widthPixels: number): Promise<Uint8Array> };
  embedding: () => Promise<EmbeddingModel>;
  passageIndex: PassageIndex;
  clock: Clock;
  log: Log;
  resourcesDirectory: string;
  /** Keep looking at the folders; false for a command that ends. */
  watch: boolean;
}

const removedAtOnce = 50;
const holdMs = 60_000;
const purgeRetryMs = 30_000;

const blockedMessages: Record<Blocked, string> = {
  "disk-full": "There is no space left on the disk for the index.",
  "index-damaged": "The index is damaged.",
  "not-available": "The process that reads files can't be started.",
};

/** Wires the parts of reading together and starts them: every folder is reconciled, everything that waits is read. */
export function createLibrary(options: LibraryOptions): Library {
  const { store, parser, passageIndex, clock, log } = options;
  const folders = createFolderTable(store.index);
  const paths = createPathTable(store.index);
  const listing = createListingTable(store.index);
  const texts = createTextTable(store.index);
  const views = createDocumentViews(store);
  const changes = createListeners<void>(log);
  const indexed = createListeners<IndexedEvent>(log);
  const ingest = createIngest({ store, passageIndex, clock });
  const purger = createPurger({ store, ingest, log });
  let paused = false;
  let closed = false;
  let purgeRetry: Timer | null = null;

  const embedder = createEmbedder({ ...options, onChange: changed });
  const reader = createReader({
    store,
    ingest,
    parser,
    clock,
    log,
    onChange: changed,
    onGone: (folderId, file) => keeper.lookForGone(folderId, file),
    onRead(documentId, passageIds) {
      if (passageIds.length > 0) embedder.wake(passageIds);
      const hasText = (listing.place(documentId)?.contentId ?? null) !== null;
      if (hasText) indexed.tell({ documentId, passageIds });
    },
  });
  const reconciler = createReconciler({ store, ingest, onChange: changed });
  const keeper = createFolderKeeper({
    store,
    folders,
    reconciler,
    watch: options.watch,
    clock,
    log,
    onChange: changed,
    onWaiting: () => reader.wake(),
  });
  const numbers = createLibraryNumbers({
    listing,
    clock,
    state: () => ({
      paused,
      walking: !keeper.idle(),
      reading: !reader.idle(),
      embedding: !embedder.idle(),
      current: reader.current,
    }),
  });

  function changed(): void {
    if (closed) return;
    numbers.setStale();
    if (ingest.purgeNeeded > 0 && purgeRetry === null && !purger.running && wordsAreSettled()) void purge();
    changes.tell();
  }

  async function purge(): Promise<void> {
    try {
      await purger.purge();
    } catch (error) {
      log.write("warn", "purge-failed", { error: error instanceof Error ? error.message : String(error) });
    }
    // The text itself is gone; its traces go later, when there is space or no reader in the way, or at the next start.
    if (ingest.purgeNeeded > 0 && !closed) {
      purgeRetry ??= clock.after(purgeRetryMs, () => {
        purgeRetry = null;
        changed();
      });
    }
    changes.tell();
  }

  const wordsAreSettled = (): boolean => keeper.idle() && reader.idle();
  const isSettled = (): boolean =>
    wordsAreSettled() &&
    (paused || embedder.idle()) &&
    !purger.running &&
    (ingest.purgeNeeded === 0 || purgeRetry !== null);

  /** Waits for a state; ends with an error when it can't be reached. */
  function until(reached: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const blocked = reader.blocked() ?? keeper.blocked();
        if (closed) settle(() => reject(new DocentError("cancelled", "Docent was closed.")));
        else if (blocked !== null) {
          settle(() =>
            reject(new DocentError(blocked, blockedMessages[blocked], { nextStep: "What was read before is safe." })),
          );
        } else if (reached()) settle(resolve);
      };
      const unlisten = changes.listen(look);
      // Waits of the engine keep no process alive, but whoever waits for them here wants their end.
      const hold = setInterval(look, holdMs);
      const settle = (end: () => void): void => {
        clearInterval(hold);
        unlisten();
        end();
      };
      look();
    });
  }

  function folderRow(id: number): FolderRow {
    const row = folders.get(id);
    if (row === null) throw new DocentError("not-found", "This folder is no longer in the library.");
    return row;
  }

  const folderOf = (id: number) => numbers.folder(folderRow(id));

  async function grant(folderPath: string, name: string | null): Promise<FolderRow> {
    const real = await checkedFolder(folderPath, store.directory);
    const known = folders.all();
    const same = known.find((folder) => folder.path === real);
    if (same !== undefined) return same;
    refuseOverlap(real, known);
    const row = folders.insert(real, name ?? (path.basename(real) || real));
    keeper.start(row.id);
    changed();
    return row;
  }

  if (!store.readOnly) {
    const stale = paths.requeueOlderThan(pipelineVersion);
    if (stale > 0) log.write("info", "read-again", { documents: stale });
    for (const folder of folders.all()) keeper.start(folder.id);
    reader.wake();
    embedder.wake();
    // Without a folder nothing else would tell of a change, and traces may be left of the last one.
    changed();
  }

  return {
    grantFolder: async (folderPath) => folderOf((await grant(folderPath, null)).id),
    addSample: async () =>
      folderOf((await grant(path.join(options.resourcesDirectory, "sample-library"), "Sample library")).id),
    async removeFolder(id) {
      folderRow(id);
      await keeper.stop(id);
      const ids = paths.inFolder(id).map((document) => document.id);
      let passages = 0;
      for (let at = 0; at < ids.length; at += removedAtOnce) {
        passages += ingest.remove(ids.slice(at, at + removedAtOnce)).passages;
        await new Promise((resolve) => setImmediate(resolve));
      }
      folders.remove(id);
      await purger.purge();
      changed();
      return { documents: ids.length, passages, passagesLeft: listing.orphans() };
    },
    renameFolder(id, name) {
      folderRow(id);
      folders.rename(id, name);
      changed();
      return folderOf(id);
    },
    folders: () => folders.all().map((row) => numbers.folder(row)),
    summary: () => numbers.summary(),
    progress: () => numbers.progress(),
    work: () => ({
      filesRead: reader.filesRead,
      bytesRead: reader.bytesRead,
      passagesEmbedded: embedder.embedded,
    }),
    documents: (query) => listing.documents(query),
    document(id) {
      views.place(id);
      const document = listing.document(id);
      if (document === null) throw new DocentError("not-found", "This file is no longer in the library.");
      return document;
    },
    documentPath(id) {
      const { path: file } = views.place(id);
      return { path: file, safeToOpen: isSafeToOpen(file) };
    },
    view: (id) => views.view(id),
    text: (id, start, end) => views.text(id, start, end),
    pageText: (id, page) => views.pageText(id, page),
    locate: (id, start, end) => views.locate(id, start, end),
    async pagePicture(id, page, widthPixels) {
      const { path: file } = views.place(id);
      if (!views.view(id).pages.some((candidate) => candidate.number === page)) {
        throw new DocentError("page-not-drawn", `This file has no page ${page}.`, { data: { documentId: id, page } });
      }
      const read = await readWhole(file);
      if (read.kind !== "bytes") {
        throw new DocentError("file-unreadable", "The file can't be read now, so its page can't be shown.", {
          nextStep: "Its text is still here.",
          data: { documentId: id },
        });
      }
      return parser.pagePicture(read.bytes, page, widthPixels);
    },
    searched: (filter) => listing.searched(filter),
    starters: () =>
      startersOf(
        listing.recent(24).map(({ id, name, contentId }) => ({
          documentId: id,
          documentName: name,
          headings: texts
            .blocks(contentId)
            .filter((block) => block.kind === "heading")
            .slice(0, 20)
            .map((block) => texts.text(contentId, block.start, block.end).replace(/^#+\s*/, "")),
        })),
      ),
    report: () => reportCsv(listing.report()),
    retry(ids) {
      for (const id of ids) {
        const known = paths.byId(id);
        if (known === null) continue;
        if (known.fixed && known.outcome !== null) keeper.lookAt(known.folderId, known.path);
        else paths.requeue([id]);
      }
      reader.wake();
      changed();
    },
    exclude(ids, excluded) {
      for (const id of ids) {
        const known = paths.byId(id);
        if (known === null) continue;
        if (excluded) {
          paths.setExcluded(id, 1);
          ingest.fix(id, "excluded", "You left it out.", true);
        } else {
          // Left out by the user: as the rules say again. Left out by a rule: wanted all the same.
          const byRule = known.fixed && known.outcome === "excluded";
          paths.setExcluded(id, byRule ? -1 : 0);
          if (byRule) keeper.lookAt(known.folderId, known.path);
          else paths.requeue([id]);
        }
      }
      reader.wake();
      changed();
    },
    pause(next, folderId) {
      if (folderId === undefined) {
        paused = next;
        reader.setPaused(next);
        embedder.setPaused(next);
      } else {
        folderRow(folderId);
        folders.setPaused(folderId, next);
        reader.wake();
      }
      changed();
    },
    rescan(folderId) {
      const ids = folderId === undefined ? folders.all().map((folder) => folder.id) : [folderRow(folderId).id];
      for (const id of ids) keeper.rescan(id);
      embedder.wake();
      changed();
    },
    settled: () => until(isSettled),
    wordsSettled: () => until(wordsAreSettled),
    onChange: (listener) => changes.listen(listener),
    onIndexed: (listener) => indexed.listen(listener),
    async close() {
      if (closed) return;
      closed = true;
      purgeRetry?.cancel();
      changes.tell();
      await keeper.close();
      await reader.close();
      await embedder.close();
      await purger.close();
    },
  };
}
