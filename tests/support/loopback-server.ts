import { onTestFinished } from "vitest";

import { openLoopbackListener, type Behaviour, type LoopbackServer } from "./loopback-listener.ts";

/** A real HTTP server on loopback that behaves as badly as it is told to; it ends with the test. */
export async function startLoopbackServer(behave: Behaviour): Promise<LoopbackServer> {
  const server = await openLoopbackListener(behave);
  onTestFinished(() => server.close());
  return server;
}
