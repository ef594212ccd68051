import { z } from "zod";

export const settingsSchema = z.object({
  theme: z.enum(["system", "light", "dark"]),
  textSize: z.number().int().min(80).max(200),
  density: z.enum(["normal", "compact"]),
  enterAsks: z.boolean(),
  /** Model for new conversations; "none" means quotes only. */
  defaultModelId: z.string(),
  suggestionLevel: z.enum(["off", "quiet", "balanced", "eager"]),
  /** Local hours [from, until) without cards, 0-23. */
  quietFrom: z.number().int().min(0).max(23),
  quietUntil: z.number().int().min(0).max(23),
  learning: z.boolean(),
  askBeforeEverySend: z.boolean(),
  onboardingDone: z.boolean(),
  /** Electron accelerator of the quick prompt. */
  quickShortcut: z.string().max(60),
});
export type Settings = z.infer<typeof settingsSchema>;
export const settingsPatchSchema = settingsSchema.partial();

export const statusSchema = z.object({
  version: z.string(),
  setupId: z.string(),
  dataFolder: z.string(),
  readOnly: z.boolean(),
  /** What happened at start that the user must know: restored, rebuilt, read-only. */
  notices: z.array(z.string()),
  userDatabaseBytes: z.number().int(),
  indexDatabaseBytes: z.number().int(),
  sqliteVersion: z.string(),
  embeddingModel: z.string(),
  conversations: z.number().int(),
});
export type Status = z.infer<typeof statusSchema>;
