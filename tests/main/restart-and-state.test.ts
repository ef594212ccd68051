import { expect, test } from "vitest";

import { createRestartPlan } from "../../src/main/restart-plan.ts";
import { parseWindowState } from "../../src/main/window-state.ts";

test("restarts wait longer each time and end with the fifth death in ten minutes", () => {
  let now = 0;
  const plan = createRestartPlan(() => now);
  const waits = [1, 2, 3, 4].map(() => {
    now += 1_000;
    return plan.afterDeath();
  });
  expect(waits).toEqual([500, 1_000, 2_000, 4_000].map((waitMilliseconds) => ({ action: "wait", waitMilliseconds })));
  expect(plan.afterDeath()).toEqual({ action: "give-up" });
});

test("ten quiet minutes forget what was", () => {
  let now = 0;
  const plan = createRestartPlan(() => now);
  for (let death = 0; death < 4; death += 1) plan.afterDeath();
  now += 10 * 60_000;
  expect(plan.afterDeath()).toEqual({ action: "wait", waitMilliseconds: 500 });
});

const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const stored = (bounds: object, maximized: unknown = false): string => JSON.stringify({ bounds, maximized });

test("a window comes back where it was, if that can be reached", () => {
  const bounds = { x: 100, y: 50, width: 1240, height: 800 };
  expect(parseWindowState(stored(bounds, true), screens)).toEqual({ bounds, maximized: true });
  expect(parseWindowState(stored({ ...bounds, x: 5_000 }), screens).bounds).toBeNull();
  expect(parseWindowState(stored({ ...bounds, y: -400 }), screens).bounds).toBeNull();
  expect(parseWindowState(stored({ ...bounds, width: 10 }), screens).bounds).toBeNull();
});

test.each(["", "null", "[]", "{", '{"bounds":{"x":"1"}}', '{"bounds":null}', "7"])("%j is no state", (text) => {
  expect(parseWindowState(text, screens)).toEqual({ bounds: null, maximized: false });
});
