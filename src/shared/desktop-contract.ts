import { oc } from "@orpc/contract";
import { z } from "zod";

import { folderSchema } from "./library-schemas.ts";
import { idSchema, wireErrorSchema } from "./schemas.ts";

const base = oc.errors({ DOCENT: { data: wireErrorSchema } });
const nothing = z.object({});

export const capabilitiesSchema = z.object({
  host: z.enum(["electron", "browser"]),
  /** "native": the system's dialog. "page": the page shows the host's folders by id. */
  folderDialog: z.enum(["native", "page"]),
  globalShortcut: z.enum(["works", "taken", "not-available"]),
  /** "session": keys are held in memory only and gone at the end. */
  keyStore: z.enum(["system", "session"]),
  platform: z.enum(["linux", "darwin", "win32"]),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** What the shell (Electron's main, or the browser host) offers a page. No path ever comes from the page. */
export const desktopContract = {
  capabilities: base.input(nothing).output(capabilitiesSchema),
  /** Native dialog; null when the user closes it. */
  pickFolder: base.input(nothing).output(folderSchema.nullable()),
  /** Folders below one that was listed before; without an id, the places to start from. */
  browseFolders: base.input(z.object({ id: z.string().max(100).optional() })).output(
    z.object({
      id: z.string().nullable(),
      name: z.string(),
      parentId: z.string().nullable(),
      folders: z.array(z.object({ id: z.string(), name: z.string() })),
      files: z.number().int(),
    }),
  ),
  chooseBrowsedFolder: base.input(z.object({ id: z.string().max(100) })).output(folderSchema),
  openDocument: base
    .input(z.object({ documentId: idSchema, page: z.number().int().positive().nullable() }))
    .output(z.object({ opened: z.boolean(), message: z.string().nullable() })),
  showInFolder: base.input(z.object({ documentId: idSchema })).output(nothing),
  /** Only https and mailto, after the page's own confirmation dialog. */
  openLink: base.input(z.object({ url: z.string().max(2_048) })).output(nothing),
  setKey: base
    .input(z.object({ modelId: z.string(), key: z.string().max(1_000) }))
    .output(z.object({ kept: z.enum(["system", "session"]) })),
  removeKey: base.input(z.object({ modelId: z.string() })).output(nothing),
  setShortcut: base
    .input(z.object({ accelerator: z.string().max(60) }))
    .output(z.object({ state: z.enum(["works", "taken", "not-available"]) })),
  quickPromptHide: base.input(nothing).output(nothing),
  /** Moves what stands in the quick prompt to the main window. */
  quickPromptToMain: base
    .input(
      z.object({
        conversationId: idSchema.nullable(),
        text: z.string().max(20_000),
        documentId: idSchema.nullable(),
        start: z.number().int().nullable(),
        end: z.number().int().nullable(),
      }),
    )
    .output(nothing),
  quickPromptResize: base.input(z.object({ height: z.number().int().min(64).max(520) })).output(nothing),
};
export type DesktopContract = typeof desktopContract;
