import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/** Every file below a folder that holds the text, by its bytes as UTF-8, UTF-16 or Base64. */
export function filesHolding(folder: string, text: string): string[] {
  const needles = [Buffer.from(text), Buffer.from(text, "utf16le"), Buffer.from(Buffer.from(text).toString("base64"))];
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return filesHolding(file, text);
    const bytes = readFileSync(file);
    return needles.some((needle) => bytes.includes(needle)) ? [file] : [];
  });
}
