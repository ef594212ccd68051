import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { createSealedKeyStore } from "../../src/main/sealed-key-store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Seals by turning the text round; opens what it sealed itself. */
function set() {
  const directory = temporaryFolder();
  const logged: string[] = [];
  const store = createSealedKeyStore(directory, (...line) => void logged.push(JSON.stringify(line)), {
    seal: (text) => Promise.resolve(Buffer.from(`sealed:${[...text].toReversed().join("")}`)),
    open(sealed) {
      const text = sealed.toString();
      if (!text.startsWith("sealed:")) return Promise.reject(new Error(`can't open ${text}`));
      const turned = text.slice("sealed:".length);
      return Promise.resolve([...turned].toReversed().join(""));
    },
  });
  return { store, logged, file: path.join(directory, "keys.json") };
}

it("keeps keys sealed, and forgets the ones removed", async () => {
  const { store, file, logged } = set();
  expect(await store.all()).toEqual([]);
  await store.set("server:1", "sk-one");
  await store.set("server:2", "sk-two");
  expect(readFileSync(file, "utf8")).not.toContain("sk-");
  await store.remove("server:1");
  expect(await store.all()).toEqual([{ modelId: "server:2", key: "sk-two" }]);
  expect(logged).toEqual([]);
});

it("gives the other keys when one can't be opened, and says which without the key", async () => {
  const { store, file, logged } = set();
  await store.set("server:1", "sk-one");
  const sealed = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const foreign = Buffer.from("canary of another computer").toString("base64");
  writeFileSync(file, JSON.stringify({ "server:0": foreign, ...sealed }));
  expect(await store.all()).toEqual([{ modelId: "server:1", key: "sk-one" }]);
  expect(logged.join()).toContain("server:0");
  expect(logged.join()).not.toContain("canary");
  await store.set("server:0", "sk-new");
  expect(await store.all()).toContainEqual({ modelId: "server:0", key: "sk-new" });
});

it.each(["{", "[]", '{"server:1": 7}', ""])("sets a broken file aside and keeps keys again (%o)", async (text) => {
  const { store, file, logged } = set();
  writeFileSync(file, text);
  expect(await store.all()).toEqual([]);
  expect(readFileSync(`${file}.broken`, "utf8")).toBe(text);
  expect(logged.join()).toContain("keys-file-broken");
  await store.set("server:1", "sk-one");
  expect(await store.all()).toEqual([{ modelId: "server:1", key: "sk-one" }]);
  expect(existsSync(`${file}.new`)).toBe(false);
});
