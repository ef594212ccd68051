import { chat } from "./en/chat.ts";
import { frame } from "./en/frame.ts";
import { library } from "./en/library.ts";
import { models } from "./en/models.ts";
import { settings } from "./en/settings.ts";
import { source } from "./en/source.ts";
import { suggestions } from "./en/suggestions.ts";

/**
 * Every English text of the page, by `view.element.state`. Plurals end in `_one` and `_other`; `number` writes
 * digits for people. Texts are short and say what is so, what is safe and what can be done.
 */
export const en = { ...frame, ...chat, ...source, ...library, ...models, ...settings, ...suggestions } as const;
