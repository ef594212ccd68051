import { closeSync, copyFileSync, openSync, readSync, writeSync } from "node:fs";
import path from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { checkGgufFile } from "../../src/engine/models/gguf-file.ts";
import { createLlamaProcess } from "../../src/engine/models/llama/llama-process.ts";
import { systemClock } from "../../src/engine/platform/clock.ts";
import { silentLog } from "../../src/engine/platform/log.ts";
import { createNodeLauncher } from "../../src/engine/platform/node-launcher.ts";
import { damageHeader } from "../support/damage-header.ts";
import { resourcesDirectory } from "../support/real-models.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The header of the bundled writer ends here; after it come the weights. */
const headerBytes = 1_785_664;
const rounds = Number(process.env["DOCENT_FUZZ_ROUNDS"] ?? 60);
/** Also gives the refused ones to the native loader, to learn how many of them would have killed it. */
const native = process.env["DOCENT_FUZZ_NATIVE"] === "1";

it(`a model file damaged in ${rounds} ways never takes the engine with it`, async () => {
  const file = path.join(temporaryFolder(), "fuzzed.gguf");
  copyFileSync(path.join(resourcesDirectory, "models", "SmolLM2-135M-Instruct.Q4_1.gguf"), file);
  const handle = openSync(file, "r+");
  onTestFinished(() => closeSync(handle));
  const header = Buffer.alloc(headerBytes);
  readSync(handle, header, 0, headerBytes, 0);

  const count = { refused: 0, wrote: 0, "model-refused": 0, "model-failed": 0, other: 0, fatal: 0, fatalRefused: 0 };
  const fatalSeeds: number[] = [];
  for (let seed = 1; seed <= rounds; seed += 1) {
    writeSync(handle, damageHeader(header, seed), 0, headerBytes, 0);
    const refused = await checkGgufFile(file).then(
      () => false,
      (error: { code?: string }) => {
        expect(error.code).toBe("model-refused");
        return true;
      },
    );
    if (refused) count.refused += 1;
    if (refused && !native) continue;
    const pids: number[] = [];
    const launcher = createNodeLauncher();
    const llama = createLlamaProcess({
      launcher: {
        async start(options) {
          const child = await launcher.start(options);
          pids.push(child.pid);
          child.onExit(({ signal }) => {
            if (signal !== null && signal !== "SIGKILL") {
              count.fatal += 1;
              if (refused) count.fatalRefused += 1;
              else fatalSeeds.push(seed);
            }
          });
          return child;
        },
      },
      clock: systemClock,
      log: silentLog,
      load: () => Promise.resolve({ role: "text", path: file, contextTokens: 512, threads: 1 }),
      label: "fuzz",
      memoryLimitMb: 256,
      onQuarantine: () => undefined,
    });
    const messages = [{ role: "user" as const, text: "Hello." }];
    const request = { messages, temperature: 0, seed: 1, maxTokens: 3, stop: [] };
    const signal = AbortSignal.timeout(30_000);
    const code = await llama.call<"generate">({ type: "generate", request }, { signal }).then(
      () => "wrote",
      (error: { code?: string }) => error.code ?? "other",
    );
    llama.close();
    if (!refused) count[code in count ? (code as keyof typeof count) : "other"] += 1;
  }
  console.log(`damaged model files: ${JSON.stringify({ rounds, ...count, fatalSeeds })}`);
  expect(count.refused).toBeGreaterThan(rounds * 0.3);
  // What gets past the check and still kills its process stays a rare accident of one child.
  expect(fatalSeeds.length).toBeLessThanOrEqual(Math.ceil(rounds * 0.02));
});
