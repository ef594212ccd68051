/** What a page may ask its own origin for: a file of the built page or a picture of a document's page. */
export type PageRequest =
  | { kind: "file"; name: string }
  | { kind: "picture"; documentId: number; page: number; width: number }
  | { kind: "refused" };

const views = new Set(["", "index.html"]);
const pictureAddress = /^doc\/(\d{1,15})\/page\/(\d{1,9})$/;

/**
 * Reads the path below the page's own place, without its leading slash. Only plain names pass: no percent signs, no
 * backslashes, no dot segments, so that nothing outside the built page can be named.
 */
export function readPageAddress(path: string, width: string | null): PageRequest {
  if (views.has(path)) return { kind: "file", name: "index.html" };
  const picture = pictureAddress.exec(path);
  if (picture !== null) {
    const pixels = Number(width ?? "800");
    const page = Number(picture[2]);
    const documentId = Number(picture[1]);
    if (!Number.isInteger(pixels) || pixels < 16 || pixels > 4_000 || page < 1 || documentId < 1) {
      return { kind: "refused" };
    }
    return { kind: "picture", documentId, page, width: pixels };
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/.test(path)) return { kind: "refused" };
  return { kind: "file", name: path };
}
