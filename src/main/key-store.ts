import { safeStorage } from "electron";

import { createSealedKeyStore } from "./sealed-key-store.ts";
import type { ShellLog } from "./shell-log.ts";

/** Where keys of model servers are kept between starts, sealed by the system; or only until the end. */
export interface KeyStore {
  kind: "system" | "session";
  /** Every key that can be read now; one that can't is told in the log and left where it is. */
  all(): Promise<{ modelId: string; key: string }[]>;
  set(modelId: string, key: string): Promise<void>;
  remove(modelId: string): Promise<void>;
}

/** Keys in memory, gone at the end. */
export function createSessionKeyStore(): KeyStore {
  const keys = new Map<string, string>();
  return {
    kind: "session",
    all: async () => [...keys].map(([modelId, key]) => ({ modelId, key })),
    set: async (modelId, key) => void keys.set(modelId, key),
    remove: async (modelId) => void keys.delete(modelId),
  };
}

/** True when the system seals with a secret of its own. `basic_text` on Linux is a password known to everybody. */
async function systemSeals(): Promise<boolean> {
  // Missing in Electron before 39; the synchronous form is gone in later ones, so there is no fallback to it.
  if (typeof safeStorage.isAsyncEncryptionAvailable !== "function") return false;
  if (process.platform === "linux" && safeStorage.getSelectedStorageBackend() === "basic_text") return false;
  return safeStorage.isAsyncEncryptionAvailable();
}

/** The best key store of this system; `log` hears of keys that can't be read, never a key itself. */
export async function openKeyStore(directory: string, log: ShellLog): Promise<KeyStore> {
  if (!(await systemSeals())) return createSessionKeyStore();
  return createSealedKeyStore(directory, log, {
    seal: (text) => safeStorage.encryptStringAsync(text),
    open: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
  });
}
