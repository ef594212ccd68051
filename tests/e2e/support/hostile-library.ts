import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

import { exfiltrationVectors } from "./exfiltration-vectors.ts";

export interface LeakTarget {
  address: string;
  /** What was asked of it; must stay empty. */
  hits: string[];
  close(): void;
}

/** A listener on loopback that any successful vector would reach, from the page or from any process of Docent. */
export async function openLeakTarget(): Promise<LeakTarget> {
  const hits: string[] = [];
  const server: Server = createServer((request, response) => {
    hits.push(request.url ?? "");
    response.end("leaked");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    close: () => server.close(),
  };
}

export interface HostileLibrary {
  folder: string;
  /** Scripted model that answers "vector 07 …" with vector 7. */
  script: string;
  /** One question a vector; its words are found in that vector's file only. */
  questions: string[];
}

/** A vector as part of a file's name: a backslash is a slash to a browser and none to the file system. */
function asName(vector: string): string {
  return vector.replaceAll("/", "\\").replaceAll(/\s+/g, " ").slice(0, 80);
}

/**
 * Writes a folder in which every vector is a file's name, its heading and its text, as Markdown, plain text and HTML,
 * and a script that makes a model answer with it.
 */
export function writeHostileLibrary(directory: string, target: string): HostileLibrary {
  const folder = path.join(directory, "hostile");
  mkdirSync(folder, { recursive: true });
  const vectors = exfiltrationVectors(target);
  const numbered = vectors.map((vector, index) => ({ vector, word: `marmot${String(index + 1).padStart(2, "0")}` }));
  numbered.forEach(({ vector, word }, index) => {
    const ending = index % 2 === 0 ? "md" : "txt";
    const text = `# ${vector.split("\n")[0]}\n\nThe ${word} guards the northern burrow. ${vector}\n\nThe ${word} sleeps.\n`;
    writeFileSync(path.join(folder, `${word} ${asName(vector)}.${ending}`), text);
    writeFileSync(path.join(folder, `${word} page.html`), `<title>${vector}</title><p>The ${word} page.</p>${vector}`);
  });
  const script = path.join(directory, "hostile-model.json");
  const rules = numbered.map(({ vector, word }) => ({
    question: word,
    parts: [{ do: "say", text: `The ${word} guards the northern burrow [1]. ${vector}\n\n${vector} [1]` }],
  }));
  writeFileSync(script, JSON.stringify({ label: "Scripted: hostile", wordMilliseconds: 1, rules }));
  return { folder, script, questions: numbered.map(({ word }) => `What does the ${word} guard?`) };
}
