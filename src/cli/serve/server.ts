import { randomBytes } from "node:crypto";
import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import { createAdaptorServer } from "@hono/node-server";
import { RPCHandler } from "@orpc/server/ws";
import { Hono, type Context } from "hono";
import { WebSocketServer, type WebSocket } from "ws";

import { DocentError, type Engine, type Log } from "../../engine/index.ts";
import { contentPolicy, pageHeaders, styleNoncePlaceholder } from "../../shared/content-policy.ts";
import { readPageAddress } from "../../shared/page-address.ts";
import { createBrowserDesktop } from "./browser-desktop.ts";
import { admit } from "./gate.ts";
import { readPageFiles } from "./page-files.ts";
import { createRateLimit } from "./rate-limit.ts";

/** Largest message of a socket: a question of 400,000 characters with every one escaped still fits. */
const largestMessageBytes = 3_000_000;
const messagesPerSecond = 200;
const mostSockets = 32;

export interface PageServer {
  /** Address with the token; whoever has it can read the library. */
  url: string;
  close(): Promise<void>;
}

interface ServerOptions {
  engine: Engine;
  /** The built page. */
  pageDirectory: string;
  /** 0 takes any free port. */
  port: number;
  /** Where the page's folder chooser starts. */
  home: string;
  log: Log;
}

/** Path of a request's target; null for one that is no address, like `//`, which anybody may send. */
function pathOf(target: string | undefined): string | null {
  const base = "http://localhost";
  return URL.canParse(target ?? "/", base) ? new URL(target ?? "/", base).pathname : null;
}

function tokenOf(pathname: string): string {
  return pathname.split("/")[1] ?? "";
}

/** What a port that can't be had means for a person; any other error as it is. */
function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== "EADDRINUSE" && error.code !== "EACCES") return error;
  const why = error.code === "EADDRINUSE" ? "is used by another program" : "may not be used by this account";
  return new DocentError("not-available", `Port ${port} ${why}.`, {
    nextStep: "Choose another with --port, or leave it out to take any free one.",
    data: { port },
    cause: error,
  });
}

/**
 * Serves the page on loopback: everything lies below a path that begins with a random token of 256 bits, made new at
 * every start. Resolves once the port is open.
 * @throws DocentError not-available when the port can't be had.
 */
export async function startPageServer(options: ServerOptions): Promise<PageServer> {
  const { engine, log } = options;
  const token = randomBytes(32).toString("base64url");
  const files = readPageFiles(options.pageDirectory);
  if (!files.has("index.html")) throw new Error(`No built page in ${options.pageDirectory}.`);
  const own = { port: 0, token };
  const app = new Hono();

  app.use(async (context, next) => {
    const pathname = pathOf(context.req.url);
    if (pathname === null) return context.text("", 400);
    for (const [name, value] of Object.entries(pageHeaders)) context.header(name, value);
    const admission = admit(
      {
        host: context.req.header("host"),
        origin: context.req.header("origin"),
        site: context.req.header("sec-fetch-site"),
        token: tokenOf(pathname),
        upgrade: false,
      },
      own,
    );
    if (!admission.admitted) {
      log.write("warn", "request-refused", { reason: admission.reason });
      return context.text("", admission.status);
    }
    if (context.req.method !== "GET") return context.text("", 405);
    return next();
  });

  const sendPage = (context: Context, name: string): Response => {
    const file = files.get(name);
    if (file === undefined) return context.text("", 404);
    if (name !== "index.html") return context.body(new Uint8Array(file.bytes), 200, { "Content-Type": file.type });
    const styleNonce = randomBytes(16).toString("base64");
    return context.body(file.bytes.toString("utf8").replaceAll(styleNoncePlaceholder, styleNonce), 200, {
      "Content-Type": file.type,
      "Content-Security-Policy": contentPolicy({ styleNonce, connect: "self" }),
    });
  };

  const sendPicture = async (context: Context, documentId: number, page: number, width: number): Promise<Response> => {
    try {
      const { png } = await engine.control.pagePicture({ documentId, page, width });
      return context.body(Buffer.from(png, "base64"), 200, { "Content-Type": "image/png" });
    } catch (error) {
      log.write("warn", "page-picture-failed", { documentId, page, error: String(error) });
      return context.text("", 404);
    }
  };

  app.get(`/${token}`, (context) => context.redirect(`/${token}/`));
  app.get(`/${token}/*`, (context) => {
    const url = new URL(context.req.url);
    const request = readPageAddress(url.pathname.slice(token.length + 2), url.searchParams.get("width"));
    if (request.kind === "file") return sendPage(context, request.name);
    if (request.kind === "picture") return sendPicture(context, request.documentId, request.page, request.width);
    return context.text("", 404);
  });

  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  // A request that trickles in holds a connection, never the program.
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.maxConnections = 256;
  const closeSockets = serveSockets(server, own, options);

  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(portError(error, options.port)));
    server.listen(options.port, "127.0.0.1", resolve);
  });
  server.on("error", (error) => log.write("error", "server-error", { error: error.message }));
  own.port = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${own.port}/${token}/`,
    close: () =>
      new Promise((resolve) => {
        closeSockets();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers upgrades: `/<token>/engine` and `/<token>/desktop` become wires of the two contracts. */
function serveSockets(server: Server, own: { port: number; token: string }, options: ServerOptions): () => void {
  const { engine, log } = options;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessageBytes, clientTracking: true });
  const engineHandler = new RPCHandler(engine.router);
  const desktopHandler = new RPCHandler(createBrowserDesktop(options));

  const refuse = (socket: Duplex, status: number): void => {
    socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  };

  const connect = (side: string, socket: WebSocket): void => {
    const limit = createRateLimit(messagesPerSecond, () => performance.now());
    // Stands before the handler's own listener, so that a flood is cut before it is read.
    socket.on("message", () => {
      if (!limit.take()) socket.terminate();
    });
    socket.on("error", (error) => log.write("warn", "socket-error", { side, error: error.message }));
    const connected =
      side === "engine" ? engineHandler.upgrade(socket, { context: engine.context }) : desktopHandler.upgrade(socket);
    connected.catch((error: unknown) => {
      log.write("error", "socket-not-connected", { side, error: String(error) });
      socket.terminate();
    });
  };

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const pathname = pathOf(request.url);
    if (pathname === null) return refuse(socket, 400);
    const site = request.headers["sec-fetch-site"];
    const admission = admit(
      {
        host: request.headers.host,
        origin: request.headers.origin,
        site: typeof site === "string" ? site : undefined,
        token: tokenOf(pathname),
        upgrade: true,
      },
      own,
    );
    if (!admission.admitted) {
      log.write("warn", "socket-refused", { reason: admission.reason });
      refuse(socket, admission.status);
      return;
    }
    const side = pathname.slice(own.token.length + 2);
    if (side !== "engine" && side !== "desktop") return refuse(socket, 404);
    if (sockets.clients.size >= mostSockets) return refuse(socket, 503);
    sockets.handleUpgrade(request, socket, head, (webSocket) => connect(side, webSocket));
  };

  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    try {
      upgrade(request, socket, head);
    } catch (error) {
      // Thrown from a listener it would end the program, and with it the work of everybody else.
      log.write("error", "upgrade-failed", { error: String(error) });
      socket.destroy();
    }
  });
  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}
