import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { protocol, type Session } from "electron";

import { contentPolicy, pageFileTypes, pageHeaders, styleNoncePlaceholder } from "../shared/content-policy.ts";
import { readPageAddress } from "../shared/page-address.ts";
import { pageHost, pageScheme } from "./page-origin.ts";
import type { ShellLog } from "./shell-log.ts";

/** Draws a page of a document as PNG. */
export type DrawPage = (documentId: number, page: number, width: number) => Promise<Uint8Array>;

/** Must run before the app is ready: makes the scheme standard and secure, with no privilege beyond that. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: false, codeCache: false } },
  ]);
}

function answer(
  status: number,
  type: string,
  body: Uint8Array | string,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, { status, headers: { ...pageHeaders, "Content-Type": type, ...headers } });
}

/**
 * Answers everything the windows load: files of the built page by name, and pictures of documents' pages by id. The
 * names come through `readPageAddress`, so that no request can name a file outside the page's folder.
 */
export function serveScheme(
  session: Session,
  options: { pageDirectory: string; drawPage: DrawPage; log: ShellLog },
): void {
  const refused = (): Response => answer(404, "text/plain", "");
  session.protocol.handle(pageScheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== pageHost || request.method !== "GET") return refused();
    const wanted = readPageAddress(url.pathname.slice(1), url.searchParams.get("width"));
    if (wanted.kind === "refused") return refused();
    if (wanted.kind === "picture") {
      try {
        return answer(200, "image/png", await options.drawPage(wanted.documentId, wanted.page, wanted.width));
      } catch (error) {
        // The page shows the text of the document's page instead.
        options.log("page-picture-failed", { documentId: wanted.documentId, error: String(error) });
        return refused();
      }
    }
    const type = pageFileTypes[path.extname(wanted.name)];
    if (type === undefined) return refused();
    try {
      const bytes = await readFile(path.join(options.pageDirectory, wanted.name));
      if (wanted.name !== "index.html") return answer(200, type, bytes);
      const styleNonce = randomBytes(16).toString("base64");
      return answer(200, type, bytes.toString("utf8").replaceAll(styleNoncePlaceholder, styleNonce), {
        "Content-Security-Policy": contentPolicy({ styleNonce, connect: "none" }),
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return refused();
      throw error;
    }
  });
}
