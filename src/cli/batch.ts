import { exitCodes, UsageError } from "./exit-codes.ts";
import { runBatch } from "./json-lines.ts";
import { wireErrorOf } from "./wire-error.ts";
import type { CommandContext } from "./with-engine.ts";

/** Runs a batch file and says how it went; shared by search and ask. */
export async function reportBatch(
  context: CommandContext,
  options: { batch: string; out: string },
  answer: Parameters<typeof runBatch>[0]["answer"],
): Promise<void> {
  const counts = await runBatch({
    file: options.batch,
    out: options.out,
    signal: context.signal,
    answer,
    describeError: (error) =>
      error instanceof UsageError ? { code: "invalid-input", message: error.message } : wireErrorOf(error),
    progress: (done) => context.output.progress(`${done} ${done === 1 ? "question" : "questions"}`),
  });
  context.output.result({ ...counts, out: options.out }, () => [
    `${counts.done} done, ${counts.failed} failed: ${options.out}`,
  ]);
  if (counts.failed > 0) process.exitCode = exitCodes.someFailed;
}

/**
 * Either a text, whose words may stand without quotation marks, or a batch with its output, never both and never
 * neither. Gives the text, undefined for a batch.
 */
export function textOrBatch(words: readonly string[], options: { batch?: string; out?: string }): string | undefined {
  const text = words.length === 0 ? undefined : words.join(" ");
  if ((text === undefined) === (options.batch === undefined)) throw new UsageError("Give a text or --batch <file>.");
  if ((options.batch === undefined) !== (options.out === undefined)) {
    throw new UsageError("--batch and --out go together.");
  }
  if (text !== undefined && text.trim() === "") throw new UsageError("The text is empty.");
  return text;
}
