import { createInstance } from "i18next";
import type { i18n } from "i18next";

import { en } from "./en.ts";

type Stem<Key extends string> = Key extends `${infer Base}_one` | `${infer Base}_other` ? Base : Key;
/** A key of the one file of texts; plural forms are asked for by their stem and a `count`. */
export type StringKey = Stem<keyof typeof en>;

/** The instance itself, for texts with an element inside. */
export const strings: i18n = createInstance();
void strings.init({
  lng: "en",
  resources: { en: { translation: en } },
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});

/** The text of a key, with numbers written for people: `{{files, number}}` and `{{count, number}}`. */
export function t(key: StringKey, values: Record<string, string | number> = {}): string {
  return strings.t(key, values);
}
