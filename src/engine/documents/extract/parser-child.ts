import { connectParent } from "../../platform/child-port.ts";
import { DocentError } from "../../platform/docent-error.ts";
import { extractFile } from "./extract-file.ts";
import { renderPage } from "./page-picture.ts";
import type { ParserReply, ParserRequest } from "./parser-protocol.ts";
import { encodePng } from "./png.ts";

/*
 * The process in which strangers' files are opened. It gets bytes and gives text; it may hang, swell or die at any
 * file, and the engine only starts another (parser.ts).
 */
const port = connectParent();

/** Where an error came from, without its message: that may hold words of the file. */
function placeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const place = /\(?([^()\s]*[/\\][^()\s]*:\d+:\d+)\)?/.exec(error.stack ?? "")?.[1] ?? "";
  return `${error.name} at ${place.split(/[/\\]/).slice(-2).join("/")}`;
}

async function answer(request: ParserRequest): Promise<ParserReply> {
  const { id } = request;
  if (request.kind === "extract") {
    let bug: string | null = null;
    const extraction = await extractFile(request.name, request.bytes, (error) => {
      bug = placeOf(error);
    });
    return { kind: "extraction", id, extraction, bug };
  }
  try {
    const pixels = await renderPage(request.bytes, request.page, request.widthPixels);
    return { kind: "picture", id, png: encodePng(pixels.rgba, pixels.width, pixels.height) };
  } catch (error) {
    const missing = error instanceof DocentError && error.code === "not-found";
    const message = error instanceof DocentError ? error.message : "This page cannot be drawn.";
    return { kind: "picture-failed", id, code: missing ? "not-found" : "page-not-drawn", message };
  }
}

let queue: Promise<void> = Promise.resolve();
port.onMessage((message) => {
  queue = queue.then(async () => port.postMessage(await answer(message as ParserRequest)));
});
port.postMessage({ kind: "ready" } satisfies ParserReply);
