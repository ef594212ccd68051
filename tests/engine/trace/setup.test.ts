import { describe, expect, it } from "vitest";

import { canonicalJson, createSetup, type Setup } from "../../../src/engine/trace/setup.ts";

describe("createSetup", () => {
  it("gives the same name to the same record, in whatever order it was made", () => {
    const one = createSetup({ b: [1, { y: null, x: true }], a: "text" });
    const other = createSetup({ a: "text", b: [1, { x: true, y: null }] });
    expect(one.id).toBe(other.id);
    expect(one.id).toMatch(/^[0-9a-f]{12}$/);
    expect(canonicalJson(one.record)).toBe('{"a":"text","b":[1,{"x":true,"y":null}]}');
  });

  it("gives another name to anything else", () => {
    const records: Setup["record"][] = [
      { a: 1 },
      { a: 2 },
      { a: "1" },
      { b: 1 },
      { a: [1] },
      { a: [1, 2] },
      { a: [2, 1] },
    ];
    const ids = records.map((record) => createSetup(record).id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
