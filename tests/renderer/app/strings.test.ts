import { expect, test } from "vitest";

import { errorText } from "../../../src/renderer/strings/error-texts.ts";
import { en } from "../../../src/renderer/strings/en.ts";
import { t } from "../../../src/renderer/strings/strings.ts";
import { errorCodes } from "../../../src/shared/error-codes.ts";

test("plurals have both forms, and counts choose between them", () => {
  for (const key of Object.keys(en)) {
    if (key.endsWith("_one")) expect(en).toHaveProperty([`${key.slice(0, -4)}_other`]);
    if (key.endsWith("_other")) expect(en).toHaveProperty([`${key.slice(0, -6)}_one`]);
  }
  expect(t("chat.sources.found", { count: 1 })).toBe("1 source found");
  expect(t("chat.sources.found", { count: 1_204 })).toBe("1,204 sources found");
});

test("values are put in as they are: the page shows text, never HTML", () => {
  expect(t("library.added", { name: "<b>“a” & b</b>" })).toBe("“<b>“a” & b</b>” is being read.");
});

test("every error code gives a text, and names come from its data", () => {
  for (const code of errorCodes) expect(errorText({ code, message: "Message." }).what).not.toBe("");
  expect(errorText({ code: "cloud-unreachable", message: "", data: { host: "api.example.com" } })).toEqual({
    what: "api.example.com could not be reached.",
    safe: "Nothing was sent.",
    actions: ["try-again", "quotes-only"],
  });
});
