import { oc } from "@orpc/contract";
import { z } from "zod";

import { folderSchema } from "./library-schemas.ts";
import { idSchema, wireErrorSchema } from "./schemas.ts";

const base = oc.errors({ DOCENT: { data: wireErrorSchema } });
const nothing = z.object({});

/** What only the shell may tell the engine. */
export const controlContract = {
  grantFolder: base.input(z.object({ path: z.string().min(1).max(4_096) })).output(folderSchema),
  /** Path of a document the user wants to open; the shell opens it, the page never sees it used. */
  documentPath: base
    .input(z.object({ documentId: idSchema }))
    .output(z.object({ path: z.string(), safeToOpen: z.boolean() })),
  setKey: base.input(z.object({ modelId: z.string(), key: z.string() })).output(nothing),
  removeKey: base.input(z.object({ modelId: z.string() })).output(nothing),
  /** PNG of a page drawn by the parser child, as base64, because the wire carries no bytes; width in pixels. */
  pagePicture: base
    .input(
      z.object({ documentId: idSchema, page: z.number().int().positive(), width: z.number().int().min(16).max(4_000) }),
    )
    .output(z.object({ png: z.base64() })),
  stop: base.input(nothing).output(nothing),
};
export type ControlContract = typeof controlContract;
