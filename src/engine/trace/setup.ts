import { createHash } from "node:crypto";

/** A value that JSON can hold; what a setup and a run manifest are made of. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Everything that can change an answer, and its fingerprint. */
export interface Setup {
  /** First 12 hexadecimal digits of the SHA-256 of the record's canonical JSON. */
  id: string;
  record: { readonly [name: string]: Json };
}

/** JSON with all keys sorted, so that equal values give equal text whatever order they were made in. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => canonicalJson(item)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value as { [name: string]: Json })
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`);
    return `{${fields.join(",")}}`;
  }
  return JSON.stringify(value);
}

/** Names a setup by its content: two answers may be compared only when this, or the named difference, is known. */
export function createSetup(record: Setup["record"]): Setup {
  return { id: createHash("sha256").update(canonicalJson(record)).digest("hex").slice(0, 12), record };
}
