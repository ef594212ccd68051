import { readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";

import type { KeyStore } from "./key-store.ts";
import type { ShellLog } from "./shell-log.ts";
import { isStringRecord } from "./string-record.ts";

/** The system's sealing; `open` rejects for what was sealed elsewhere, or while the system's store is locked. */
export interface Sealing {
  seal(text: string): Promise<Buffer>;
  open(sealed: Buffer): Promise<string>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Keys in one file below `directory`, each sealed by itself. A file that is no list of keys is set aside as
 * `keys.json.broken`, so that keys can be kept again.
 */
export function createSealedKeyStore(directory: string, log: ShellLog, sealing: Sealing): KeyStore {
  const file = path.join(directory, "keys.json");
  const read = async (): Promise<Record<string, string>> => {
    let text: string;
    try {
      text = await readFile(file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
      throw error;
    }
    const sealed = parsed(text);
    if (isStringRecord(sealed)) return sealed;
    await rename(file, `${file}.broken`);
    log("keys-file-broken");
    return {};
  };
  const write = async (sealed: Record<string, string>): Promise<void> => {
    await writeFile(`${file}.new`, JSON.stringify(sealed), { mode: 0o600 });
    await rename(`${file}.new`, file);
  };
  return {
    kind: "system",
    async all() {
      const keys = [];
      for (const [modelId, sealed] of Object.entries(await read())) {
        try {
          keys.push({ modelId, key: await sealing.open(Buffer.from(sealed, "base64")) });
        } catch (error) {
          // Only the kind of error: nobody knows what a system writes into its message.
          log("key-not-opened", { modelId, error: error instanceof Error ? error.name : "unknown" });
        }
      }
      return keys;
    },
    async set(modelId, key) {
      const sealed = (await sealing.seal(key)).toString("base64");
      await write({ ...(await read()), [modelId]: sealed });
    },
    async remove(modelId) {
      const { [modelId]: _, ...others } = await read();
      await write(others);
    },
  };
}
