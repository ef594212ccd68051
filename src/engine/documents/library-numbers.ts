import type { Folder, LibraryProgress, LibrarySummary } from "../../shared/library-schemas.ts";
import type { Clock } from "../platform/clock.ts";
import type { FolderRow } from "./folder-table.ts";
import type { ListingTable } from "./listing-table.ts";
import { createRemainingTime } from "./remaining-time.ts";

export interface LibraryNumbersOptions {
  listing: ListingTable;
  clock: Clock;
  state: () => { paused: boolean; walking: boolean; reading: boolean; embedding: boolean; current: string | null };
}

export interface LibraryNumbers {
  /** Something changed: counts are made again when they are next asked for. */
  setStale(): void;
  summary(): LibrarySummary;
  progress(): LibraryProgress;
  folder(row: FolderRow): Folder;
}

/** While work is on, counts over all passages are made at most this often. */
const recountMs = 500;

/** Counts for the page, made no more often than they can be looked at. */
export function createLibraryNumbers({ listing, clock, state }: LibraryNumbersOptions): LibraryNumbers {
  const readingTime = createRemainingTime();
  const embeddingTime = createRemainingTime();
  let summary: LibrarySummary | null = null;
  let stale = true;
  let passages = listing.passages();
  let countedAt = Number.NEGATIVE_INFINITY;
  let folderCounts = listing.folderCounts();
  let folderCountsStale = true;

  function current(): LibrarySummary {
    if (summary !== null && !stale) return summary;
    const { walking, reading, embedding } = state();
    const busy = walking || reading || embedding;
    const now = clock.monotonic();
    const recount = !busy || now - countedAt >= recountMs;
    if (recount) {
      passages = listing.passages();
      countedAt = now;
    }
    summary = { ...listing.counts(), ...passages };
    stale = !recount;
    return summary;
  }

  return {
    setStale() {
      stale = true;
      folderCountsStale = true;
    },
    summary: current,
    progress() {
      const { paused, walking, reading, embedding, current: name } = state();
      const counts = current();
      const now = clock.monotonic();
      const missing = counts.passages - counts.passagesWithVectors;
      readingTime.observe(now, counts.waiting);
      embeddingTime.observe(now, missing);
      let phase: LibraryProgress["state"] = "idle";
      if (paused) phase = "paused";
      else if (reading) phase = "reading";
      else if (walking) phase = "walking";
      else if (embedding) phase = "embedding";
      let secondsLeft: number | null = null;
      if (phase === "reading") secondsLeft = readingTime.seconds();
      else if (phase === "embedding") secondsLeft = embeddingTime.seconds();
      else if (phase === "idle") secondsLeft = 0;
      return {
        state: phase,
        filesDone: counts.files - counts.waiting,
        filesTotal: counts.files,
        passagesEmbedded: counts.passagesWithVectors,
        passagesToEmbed: counts.passages,
        current: name,
        secondsLeft,
      };
    },
    folder(row) {
      if (folderCountsStale) {
        folderCounts = listing.folderCounts();
        folderCountsStale = false;
      }
      const counts = folderCounts.get(row.id) ?? { files: 0, ready: 0, waiting: 0 };
      return {
        id: row.id,
        name: row.name,
        path: row.path,
        state: row.paused && row.state !== "missing" && row.state !== "unreadable" ? "paused" : row.state,
        ...counts,
        readAt: row.readAt,
      };
    },
  };
}
