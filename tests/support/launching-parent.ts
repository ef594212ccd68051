import { createNodeLauncher } from "../../src/engine/platform/node-launcher.ts";

/* Starts an odd child, tells its process id on stdout, and lives on; the test kills it. Arguments: entry, deed. */

const [entry, deed] = process.argv.slice(2) as [string, string];
const child = await createNodeLauncher({ entries: { parser: entry } }).start({
  kind: "parser",
  memoryLimitMb: 64,
  name: "orphan",
});
child.onMessage((message) => process.stdout.write(`${JSON.stringify({ pid: child.pid, message })}\n`));
child.postMessage({ deed, argument: "ready" });
setInterval(() => undefined, 1_000);
