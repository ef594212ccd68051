import { oc } from "@orpc/contract";
import { z } from "zod";

import { wireErrorSchema } from "./schemas.ts";

const base = oc.errors({ DOCENT: { data: wireErrorSchema } });

export const childKindSchema = z.enum(["parser", "llama"]);
export type ChildKind = z.infer<typeof childKindSchema>;

/** What the engine may ask the shell, where the engine may not start processes itself. */
export const hostContract = {
  /** Starts a child; its message port is handed to the engine under the returned id. */
  startChild: base
    .input(z.object({ kind: childKindSchema, memoryLimitMb: z.number().int().positive() }))
    .output(z.object({ childId: z.number().int().positive(), pid: z.number().int() })),
  killChild: base.input(z.object({ childId: z.number().int().positive() })).output(z.object({})),
};
export type HostContract = typeof hostContract;
