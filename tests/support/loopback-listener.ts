import http from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** What one request brought, counted by the server itself. */
export interface SeenRequest {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
  bodyBytes: number;
  /** Body bytes that were handed to the system for this answer. */
  sentBytes: number;
}

export interface LoopbackServer {
  origin: string;
  host: string;
  seen: SeenRequest[];
  /** Connections ever opened, also those that sent nothing. */
  connections: number;
  close(): Promise<void>;
}

/** Answers one request; `write` counts what it sends. */
export type Behaviour = (
  reply: http.ServerResponse,
  request: SeenRequest,
  write: (text: string | Uint8Array) => void,
) => void;

/** A real HTTP server on loopback that behaves as badly as it is told to. Whoever opens it closes it. */
export async function openLoopbackListener(behave: Behaviour): Promise<LoopbackServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = http.createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      const entry: SeenRequest = {
        method: request.method ?? "",
        path: request.url ?? "",
        headers: request.headers,
        body: body.toString("utf8"),
        bodyBytes: body.length,
        sentBytes: 0,
      };
      seen.push(entry);
      behave(reply, entry, (text) => {
        entry.sentBytes += Buffer.byteLength(text);
        reply.write(text);
      });
    });
  });
  const result: LoopbackServer = { origin: "", host: "", seen, connections: 0, close };
  server.on("connection", (socket) => {
    result.connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => undefined);
  });
  async function close(): Promise<void> {
    if (!server.listening) return;
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  }
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  result.host = `127.0.0.1:${port}`;
  result.origin = `http://${result.host}`;
  return result;
}

/** Server-sent events of an OpenAI-style stream for these texts; `finish` null leaves out the end. */
export function sse(texts: readonly string[], finish: string | null = "stop"): string[] {
  const chunk = (delta: object, reason: string | null): string =>
    `data: ${JSON.stringify({
      id: "c",
      object: "chat.completion.chunk",
      created: 1,
      model: "m",
      choices: [{ index: 0, delta, finish_reason: reason }],
    })}\n\n`;
  const parts = texts.map((content) => chunk({ role: "assistant", content }, null));
  return finish === null ? parts : [...parts, chunk({}, finish), "data: [DONE]\n\n"];
}

/** Behaviour: a good answer, piece by piece. */
export const streams =
  (texts: readonly string[], finish: string | null = "stop"): Behaviour =>
  (reply, _request, write) => {
    reply.writeHead(200, { "content-type": "text/event-stream" });
    for (const part of sse(texts, finish)) write(part);
    reply.end();
  };
