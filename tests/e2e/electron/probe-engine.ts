import { connectShell } from "../../../src/engine/platform/shell-port.ts";
import type { FromEngine } from "../../../src/shared/engine-process-protocol.ts";

/*
 * An engine without native add-ons, for an Electron that can't load them in a utility process. It answers every
 * message of a page's port with the same message, and "crash" by dying, so that the test can see the port handed
 * over, an echo, a death and the new start.
 */
const shell = connectShell();
const tell = (message: FromEngine): void => shell.send(message);

shell.onMessage((message, port) => {
  if (message.type === "start") tell({ type: "ready" });
  else if (message.type === "stop") process.exit(0);
  else if (message.type === "attach" && port !== null && message.side === "page") {
    port.on("message", ({ data }) => {
      if (data === "crash") process.exit(9);
      if (data === "hang") for (;;);
      port.postMessage({ echo: data, pid: process.pid });
    });
  }
});
setInterval(() => tell({ type: "beat" }), 2_000);
