import type {
  Document,
  DocumentGroup,
  DocumentView,
  Folder,
  LibraryProgress,
  LibrarySummary,
  PageLocation,
  PageText,
} from "../../shared/library-schemas.ts";
import type { SearchFilter } from "../../shared/schemas.ts";

export interface DocumentQuery {
  group?: DocumentGroup;
  folderId?: number;
  /** Only of these folders; all when empty or absent. */
  folderIds?: readonly number[];
  /** Only these; all when empty or absent. */
  documentIds?: readonly number[];
  /** How the name ends, without the dot, in small letters. */
  extension?: string;
  nameContains?: string;
  sort?: "name" | "folder" | "outcome" | "size" | "modified" | "read" | "pages";
  descending?: boolean;
  offset?: number;
  /** 0 (only the total) to 500, 200 when absent. */
  limit?: number;
}

/** How much of a filter's files an answer rests on. */
export interface Searched {
  /** Files whose text is searched. */
  files: number;
  /** Of those, read only in part. */
  partly: number;
  failed: number;
  waiting: number;
}

/** What this process has done since it started. */
export interface LibraryWork {
  /** Files whose bytes were read. */
  filesRead: number;
  bytesRead: number;
  passagesEmbedded: number;
}

export interface IndexedEvent {
  documentId: number;
  /** Passages that are new; empty when the text was known already. */
  passageIds: number[];
}

export interface Starter {
  text: string;
  documentId: number;
  documentName: string;
}

/** All folders and their files: what is read, what is found of it, and what became of each path. */
export interface Library {
  /** Adds a folder; one that is there already is given back. @throws DocentError folder-missing, folder-unreadable, folder-inside-data, invalid-input for one inside another. */
  grantFolder(folderPath: string): Promise<Folder>;
  addSample(): Promise<Folder>;
  /** Takes a folder out and purges its text; `passagesLeft` is counted afterwards and is 0. */
  removeFolder(id: number): Promise<{ documents: number; passages: number; passagesLeft: number }>;
  renameFolder(id: number, name: string): Folder;
  folders(): Folder[];
  summary(): LibrarySummary;
  progress(): LibraryProgress;
  work(): LibraryWork;
  documents(query: DocumentQuery): { total: number; documents: Document[] };
  /** @throws DocentError not-found. */
  document(id: number): Document;
  documentPath(id: number): { path: string; safeToOpen: boolean };
  view(id: number): DocumentView;
  /** At most 200,000 code points; the span is cut to the document. */
  text(id: number, start: number, end: number): { start: number; end: number; text: string };
  pageText(id: number, page: number): PageText;
  locate(id: number, start: number, end: number): PageLocation[];
  /** PNG of a page. @throws DocentError page-not-drawn, file-unreadable. */
  pagePicture(id: number, page: number, widthPixels: number): Promise<Uint8Array>;
  searched(filter: SearchFilter): Searched;
  starters(): Starter[];
  /** CSV of every path: path, outcome, reason, pages, passages, language, milliseconds. */
  report(): string;
  retry(ids: readonly number[]): void;
  exclude(ids: readonly number[], excluded: boolean): void;
  pause(paused: boolean, folderId?: number): void;
  rescan(folderId?: number): void;
  /** Nothing walks, waits or lacks a vector (or the embedding model is missing), and deleted text is purged. */
  settled(): Promise<void>;
  /** Nothing walks or waits: every file has its outcome and is found by words. */
  wordsSettled(): Promise<void>;
  onChange(listener: () => void): () => void;
  onIndexed(listener: (event: IndexedEvent) => void): () => void;
  close(): Promise<void>;
}
