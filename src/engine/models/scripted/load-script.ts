import { readFile } from "node:fs/promises";
import path from "node:path";

import { DocentError } from "../../platform/docent-error.ts";
import { type Script, scriptSchema } from "./script-schema.ts";

const longestScript = 1_000_000;

/** True for the name of a script, false for what could be a path. */
export function isScriptName(name: string): boolean {
  return /^[\w-]+$/.test(name);
}

/**
 * Reads a script by name (`answers-well`, looked for in `directory`) or by the path of a JSON file.
 * @throws DocentError model-missing, or model-refused for a file that is no script; its content is never repeated.
 */
export async function loadScript(name: string, directory: string): Promise<Script> {
  const file = isScriptName(name) ? path.join(directory, `${name}.json`) : path.resolve(name);
  const refused = (cause: unknown): DocentError =>
    new DocentError("model-refused", "This file is no script of a scripted model.", { cause });
  if (path.extname(file) !== ".json") throw refused(undefined);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new DocentError("model-missing", `There is no script “${name}”.`, { cause: error });
  }
  if (text.length > longestScript) throw refused(undefined);
  try {
    const script = scriptSchema.parse(JSON.parse(text));
    // A pattern that can't be compiled must fail here and not in the middle of an answer.
    const patterns = script.rules.flatMap(({ question, parts }) => [
      question ?? "",
      ...parts.map((part) => (part.do === "obey" ? part.pattern : "")),
    ]);
    for (const pattern of patterns) RegExp(pattern, "iu");
    return script;
  } catch (error) {
    throw refused(error);
  }
}
