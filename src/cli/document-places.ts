import path from "node:path";

import { DocentError, type Engine } from "../engine/index.ts";
import type { SearchFilter } from "../shared/schemas.ts";

/** Largest number of documents that one search may be limited to. */
const mostDocuments = 1_000;

/** Path and title of documents, each looked up once; the command line names files by path, not by id. */
export function createPlaces(engine: Engine): {
  path(documentId: number): string;
  title(documentId: number): string;
} {
  const paths = new Map<number, string>();
  const titles = new Map<number, string>();
  const remembered = (known: Map<number, string>, id: number, look: () => string): string => {
    const found = known.get(id) ?? look();
    known.set(id, found);
    return found;
  };
  return {
    path: (id) => remembered(paths, id, () => engine.library.documentPath(id).path),
    title: (id) =>
      remembered(titles, id, () => {
        const document = engine.library.document(id);
        return document.title ?? document.name;
      }),
  };
}

function isInside(file: string, folder: string): boolean {
  return file === folder || file.startsWith(folder.endsWith(path.sep) ? folder : `${folder}${path.sep}`);
}

/**
 * The filter for `--folder` (a folder of the library by name or path, or any folder below one) and for the `path` of
 * one file. @throws DocentError not-found when nothing of the library is there.
 */
export function filterFor(engine: Engine, wanted: { folder?: string; path?: string }): SearchFilter {
  const filter: SearchFilter = { folderIds: [], documentIds: [] };
  if (wanted.folder !== undefined) {
    const place = path.resolve(wanted.folder);
    const folders = engine.library.folders();
    const byPath = folders.filter((folder) => folder.path === place);
    const exact = byPath.length > 0 ? byPath : folders.filter((folder) => folder.name === wanted.folder);
    if (exact.length > 0) filter.folderIds = exact.map((folder) => folder.id);
    else filter.documentIds = documentsBelow(engine, place, wanted.folder);
  }
  if (wanted.path !== undefined) {
    const place = path.resolve(wanted.path);
    filter.documentIds = documentsBelow(engine, place, wanted.path);
  }
  return filter;
}

function documentsBelow(engine: Engine, place: string, named: string): number[] {
  const root = engine.library.folders().find((folder) => isInside(place, folder.path));
  if (root === undefined) throw new DocentError("not-found", `${named} is not in the library.`);
  const relative = path.relative(root.path, place).split(path.sep).join("/");
  const found: number[] = [];
  for (let offset = 0; ; offset += 500) {
    const { documents } = engine.library.documents({ folderId: root.id, offset, limit: 500 });
    for (const document of documents) {
      if (document.relativePath === relative || document.relativePath.startsWith(`${relative}/`)) {
        found.push(document.id);
      }
    }
    if (documents.length < 500) break;
  }
  if (found.length === 0) throw new DocentError("not-found", `${named} is not in the library.`);
  if (found.length > mostDocuments) {
    throw new DocentError("invalid-input", `${named} holds more than ${mostDocuments} files.`, {
      nextStep: "Add it to the library as a folder of its own.",
    });
  }
  return found;
}
