import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";

import { DocentError } from "../platform/docent-error.ts";
import { checkGguf } from "./gguf-check.ts";
import type { GgufFacts } from "./gguf-facts.ts";

const firstRead = 1_000_000;
/** The longest real header, a vocabulary of 262,000 tokens with merges, is about 15 MB. */
const longestHeader = 256_000_000;

/** The error of a file that is not opened, with the reason a person can act on. */
export function modelRefused(reason: string): DocentError {
  return new DocentError("model-refused", `This model file is not used: ${reason}`, {
    nextStep: "Get the file again, or use another model.",
  });
}

/** Checks a file's header without any native code. @throws DocentError model-missing, model-refused. */
export async function checkGgufFile(path: string): Promise<GgufFacts & { sizeBytes: number; modifiedAt: number }> {
  const file = await open(path, "r").catch((error: unknown) => {
    throw new DocentError("model-missing", "The model file is not there or can't be read.", { cause: error });
  });
  try {
    const status = await file.stat();
    if (!status.isFile()) throw modelRefused("It is not a file.");
    for (let length = firstRead; ; length *= 4) {
      const wanted = Math.min(length, status.size);
      const bytes = new Uint8Array(wanted);
      const { bytesRead } = await file.read(bytes, 0, wanted, 0);
      const check = checkGguf(bytes.subarray(0, bytesRead), status.size);
      if (check.outcome === "good") return { ...check.facts, sizeBytes: status.size, modifiedAt: status.mtimeMs };
      if (check.outcome === "bad") throw modelRefused(check.reason);
      if (length >= longestHeader || bytesRead < wanted) throw modelRefused("Its header does not end.");
    }
  } finally {
    await file.close();
  }
}

/** SHA-256 of a file as hex. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Uint8Array);
  return hash.digest("hex");
}
