/** Address of a page's picture on the page's own origin; relative, so that it works below a token as well. */
export function pagePictureAddress(documentId: number, page: number, widthPixels: number): string {
  return `doc/${documentId}/page/${page}?width=${widthPixels}`;
}

const steps = [320, 480, 640, 800, 1_000, 1_200, 1_600, 2_000, 2_600, 3_200, 4_000];

/** The next of few fixed widths, so that small changes of the panel reuse a picture. */
export function pictureWidth(shownPixels: number, density: number): number {
  const wanted = shownPixels * density;
  return steps.find((step) => step >= wanted) ?? 4_000;
}
