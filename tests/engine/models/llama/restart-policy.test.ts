import { describe, expect, it } from "vitest";

import { createRestartPolicy } from "../../../../src/engine/models/llama/restart-policy.ts";
import { createFakeClock } from "../../../support/fake-clock.ts";

describe("createRestartPolicy", () => {
  it("lets the first start go at once and a restart after half a second", async () => {
    const clock = createFakeClock();
    const policy = createRestartPolicy(clock);
    await policy.wait();
    policy.loaded();
    policy.crashed(false);
    let started = false;
    const waiting = policy.wait().then(() => (started = true));
    clock.advance(499);
    await Promise.resolve();
    expect(started).toBe(false);
    clock.advance(1);
    await waiting;
  });

  it("doubles the delay and says so instead of letting a caller wait long", async () => {
    const clock = createFakeClock();
    const policy = createRestartPolicy(clock);
    policy.loaded();
    for (let crash = 0; crash < 4; crash += 1) policy.crashed(false);
    await expect(policy.wait()).rejects.toMatchObject({ code: "model-failed", nextStep: "Try again in 4 seconds." });
    clock.advance(2_000);
    const waiting = policy.wait();
    clock.advance(2_000);
    await waiting;
    expect(policy.quarantined()).toBeNull();
  });

  it("gives up after five deaths within ten minutes, and not after five in an hour", () => {
    const clock = createFakeClock();
    const often = createRestartPolicy(clock);
    const seldom = createRestartPolicy(clock);
    often.loaded();
    seldom.loaded();
    for (let crash = 0; crash < 5; crash += 1) often.crashed(false);
    for (let crash = 0; crash < 20; crash += 1) {
      seldom.crashed(false);
      clock.advance(3 * 60_000);
    }
    expect(often.quarantined()).toMatch(/five times/);
    expect(seldom.quarantined()).toBeNull();
  });

  it("gives up on a file that kills its process twice before it was ever loaded", () => {
    const policy = createRestartPolicy(createFakeClock());
    policy.crashed(true);
    expect(policy.quarantined()).toBeNull();
    policy.crashed(true);
    expect(policy.quarantined()).toMatch(/Loading/);
  });

  it("does not blame a file that was loaded before", () => {
    const policy = createRestartPolicy(createFakeClock());
    policy.loaded();
    policy.crashed(true);
    policy.crashed(true);
    expect(policy.quarantined()).toBeNull();
  });

  it("starts its delays anew after a quiet time", async () => {
    const clock = createFakeClock();
    const policy = createRestartPolicy(clock);
    policy.loaded();
    for (let crash = 0; crash < 4; crash += 1) policy.crashed(false);
    clock.advance(11 * 60_000);
    policy.crashed(false);
    const waiting = policy.wait();
    clock.advance(500);
    await expect(waiting).resolves.toBeUndefined();
  });
});
