import { expect, test } from "vitest";

import { acceleratorOf, matchesShortcut, shortcutLabel } from "../../../src/renderer/commands/shortcut.ts";
import { commands } from "../../../src/renderer/commands/commands.ts";

const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

test("keys match their command and no other", () => {
  const press = { ...none, key: "j", code: "KeyJ", ctrlKey: true };
  expect(matchesShortcut(press, "Mod+J", false)).toBe(true);
  expect(matchesShortcut(press, "Mod+Shift+J", false)).toBe(false);
  expect(matchesShortcut({ ...press, shiftKey: true, key: "J" }, "Mod+Shift+J", false)).toBe(true);
  expect(matchesShortcut({ ...press, ctrlKey: false, metaKey: true }, "Mod+J", true)).toBe(true);
  expect(matchesShortcut({ ...press, altKey: true }, "Mod+J", false)).toBe(false);
});

test("letters go by their place on keyboards without Latin letters", () => {
  expect(matchesShortcut({ ...none, key: "о", code: "KeyJ", ctrlKey: true }, "Mod+J", false)).toBe(true);
  // On a Dvorak keyboard that place has another Latin letter, which counts.
  expect(matchesShortcut({ ...none, key: "h", code: "KeyJ", ctrlKey: true }, "Mod+J", false)).toBe(false);
});

test("labels and accelerators", () => {
  expect(shortcutLabel("Mod+Shift+C", false)).toBe("Ctrl Shift C");
  expect(shortcutLabel("Mod+N", true)).toBe("⌘N");
  expect(acceleratorOf({ ...none, key: " ", code: "Space", ctrlKey: true, shiftKey: true })).toBe(
    "CommandOrControl+Shift+Space",
  );
  expect(acceleratorOf({ ...none, key: "a", code: "KeyA" })).toBeNull();
  expect(acceleratorOf({ ...none, key: "Shift", code: "ShiftLeft", shiftKey: true })).toBeNull();
});

test("no two commands share an id or a key", () => {
  const ids = commands.map((command) => command.id);
  const keys = commands.flatMap((command) => (command.shortcut ? [command.shortcut] : []));
  expect(new Set(ids).size).toBe(ids.length);
  expect(new Set(keys).size).toBe(keys.length);
});
