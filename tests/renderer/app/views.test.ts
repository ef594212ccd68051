import { expect, test } from "vitest";

import { fitSourceWidth, isRail } from "../../../src/renderer/app/layout-store.ts";
import { groupConversations } from "../../../src/renderer/features/conversations/group-conversations.ts";
import { coveragePercent, outcomeGroup, reasonText } from "../../../src/renderer/features/library/outcome-words.ts";
import { isServerAddress } from "../../../src/renderer/features/models/server-address.ts";
import { pagePictureAddress, pictureWidth } from "../../../src/renderer/features/sources/page-picture.ts";
import { laterTime } from "../../../src/renderer/features/suggestions/card-actions.ts";
import type { Conversation } from "../../../src/shared/answer-schemas.ts";
import { outcomes } from "../../../src/shared/schemas.ts";

const now = new Date(2026, 4, 18, 12).getTime();
const day = 86_400_000;

function conversation(id: number, updatedAt: number, pinned = false): Conversation {
  return {
    id,
    title: `c${id}`,
    pinned,
    modelId: null,
    cloudConsent: null,
    cloudSent: false,
    folderIds: [],
    createdAt: 0,
    updatedAt,
    questions: 1,
  };
}

test("conversations group by day, pinned first, newest first, empty groups left out", () => {
  const groups = groupConversations(
    [
      conversation(1, now - 30 * day),
      conversation(2, now - day * 0.6),
      conversation(3, now),
      conversation(4, now - 40 * day, true),
      conversation(5, now - 1_000),
    ],
    now,
  );
  expect(groups.map((group) => [group.group, group.conversations.map((one) => one.id)])).toEqual([
    ["pinned", [4]],
    ["today", [3, 5]],
    ["week", [2]],
    ["earlier", [1]],
  ]);
});

test("every outcome has a group, and the reason is whole", () => {
  for (const outcome of outcomes) expect(outcomeGroup(outcome)).not.toBe("waiting");
  expect(outcomeGroup(null)).toBe("waiting");
  expect(reasonText({ reason: null, sameAs: null, hiddenText: false })).toBe("–");
  expect(reasonText({ reason: null, sameAs: { id: 1, name: "a.pdf" }, hiddenText: false })).toBe("Same text as a.pdf");
});

test("coverage is 100 only when nothing is missing", () => {
  expect(coveragePercent({ ready: 1_204, partly: 3, failed: 11, waiting: 0 })).toBe("98.8");
  expect(coveragePercent({ ready: 99_999, partly: 0, failed: 1, waiting: 0 })).toBe("99.9");
  expect(coveragePercent({ ready: 5, partly: 0, failed: 0, waiting: 0 })).toBe("100");
  expect(coveragePercent({ ready: 0, partly: 0, failed: 0, waiting: 0 })).toBe("0");
});

test("panel widths stay in their limits and the sidebar follows the window until the user decides", () => {
  expect(fitSourceWidth(100, 1_240)).toBe(320);
  expect(fitSourceWidth(5_000, 1_240)).toBe(744);
  expect(isRail({ windowWidth: 890, rail: null, sourceWidth: 440 })).toBe(true);
  expect(isRail({ windowWidth: 890, rail: false, sourceWidth: 440 })).toBe(false);
});

test("pictures are addressed relative to the page, in few widths", () => {
  expect(pagePictureAddress(7, 3, 800)).toBe("doc/7/page/3?width=800");
  expect(pictureWidth(390, 2)).toBe(800);
  expect(pictureWidth(9_000, 1)).toBe(4_000);
});

test("later is later", () => {
  expect(laterTime("today", now)).toBe(now + 3 * 3_600_000);
  expect(new Date(laterTime("tomorrow", now)).getHours()).toBe(9);
  expect(laterTime("week", now) - now).toBeGreaterThan(6 * day);
});

test("server addresses", () => {
  expect(isServerAddress("https://api.example.com/v1")).toBe(true);
  expect(isServerAddress("http://192.168.1.5:8080/v1")).toBe(true);
  for (const address of ["api.example.com", "ftp://a", "https://user:pass@host/", ""]) {
    expect(isServerAddress(address)).toBe(false);
  }
});
