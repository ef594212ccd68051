import path from "node:path";

import { RPCHandler } from "@orpc/server/message-port";

import {
  beatMilliseconds,
  type EngineStart,
  type FromEngine,
  type PortSide,
  type ToEngine,
} from "../shared/engine-process-protocol.ts";
import { createEngine, createFileLog, createNodeLauncher, toWireError, type Engine } from "./index.ts";
import type { ProcessLauncher } from "./platform/child-process.ts";
import { createHostLauncher, type HostLauncher } from "./platform/host-launcher.ts";
import { connectShell, type ShellPort } from "./platform/shell-port.ts";

/*
 * The engine as a process of its own, for a shell that may hold neither documents nor models. It hands the ports it
 * gets to what createEngine made, and nothing else.
 */
const shell = connectShell();
const tell = (message: FromEngine): void => shell.send(message);
const waiting: { side: PortSide; port: ShellPort }[] = [];
let attach: ((side: PortSide, port: ShellPort) => void) | null = null;
let hostLauncher: HostLauncher | null = null;
let engine: Engine | null = null;

// A half-broken engine must not go on: the shell starts a new one.
process.on("unhandledRejection", (error) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});

function takePort(side: PortSide, port: ShellPort): void {
  if (side === "host") hostLauncher = createHostLauncher(port);
  else if (attach === null) waiting.push({ side, port });
  else attach(side, port);
}

async function start(options: EngineStart): Promise<void> {
  const log = createFileLog(path.join(options.dataDirectory, "logs"));
  const launcher: ProcessLauncher = hostLauncher ?? createNodeLauncher();
  const opened = await createEngine({
    dataDirectory: options.dataDirectory,
    resourcesDirectory: options.resourcesDirectory,
    launcher,
    watch: true,
    log,
  });
  engine = opened;
  const pageHandler = new RPCHandler(opened.router);
  const controlHandler = new RPCHandler(opened.controlRouter);
  attach = (side, port) => {
    const handler = side === "control" ? controlHandler : pageHandler;
    handler.upgrade(port as never, { context: opened.context });
  };
  for (const { side, port } of waiting.splice(0)) attach(side, port);
  tell({ type: "ready" });
}

async function stop(): Promise<void> {
  await engine?.close();
  tell({ type: "stopped" });
  process.exit(0);
}

shell.onMessage((message: ToEngine, port) => {
  switch (message.type) {
    case "attach":
      if (port !== null) takePort(message.side, port);
      break;
    case "child-port":
      if (port !== null) hostLauncher?.takePort(message.childId, port);
      break;
    case "child-exit":
      hostLauncher?.takeExit(message.childId, message.code);
      break;
    case "start":
      start(message).catch((error: unknown) => {
        const wire = toWireError(error);
        process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
        tell({ type: "failed", code: wire.code, message: wire.message });
        process.exit(1);
      });
      break;
    case "stop":
      void stop();
      break;
    case "port-message":
    case "port-closed":
      // Taken by the relay of shell-port.ts before they come here.
      break;
  }
});
setInterval(() => tell({ type: "beat" }), beatMilliseconds).unref();
