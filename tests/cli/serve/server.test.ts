import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";

import { expect, it, onTestFinished, vi } from "vitest";
import { WebSocket } from "ws";

import { startPageServer } from "../../../src/cli/serve/server.ts";
import { silentLog, type Engine } from "../../../src/engine/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** The server over an engine that is never asked: these requests must not get that far. */
async function start(port = 0): Promise<URL> {
  const pageDirectory = temporaryFolder();
  writeFileSync(path.join(pageDirectory, "index.html"), "<!doctype html><title>page</title>");
  const engine = { router: {}, context: { log: silentLog }, control: {} } as unknown as Engine;
  const server = await startPageServer({ engine, pageDirectory, port, home: pageDirectory, log: silentLog });
  onTestFinished(() => server.close());
  return new URL(server.url);
}

it("says which port is taken and what to do", async () => {
  const { port } = await start();
  await expect(start(Number(port))).rejects.toMatchObject({
    name: "DocentError",
    code: "not-available",
    message: expect.stringContaining(port) as string,
    nextStep: expect.stringContaining("--port") as string,
  });
});

/** First line of the answer to a request of exactly these bytes; "" when the connection just closed. */
function knock(port: string, lines: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(Number(port), "127.0.0.1", () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    socket.setEncoding("utf8").on("data", (text: string) => {
      answer += text;
      if (answer.includes("\r\n")) socket.destroy();
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
  });
}

const upgradeLines = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
];

it.each(["//", "http://", "http://[", "//:99999/"])("an upgrade of %s gets 400 and ends nothing", async (target) => {
  const { port } = await start();
  expect(await knock(port, [`GET ${target} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...upgradeLines])).toContain("400");
  expect(await knock(port, ["GET / HTTP/1.1", `Host: 127.0.0.1:${port}`])).toContain("404");
});

it.each(["//", "http://", "http://[", "*"])("a request of %s is refused and ends nothing", async (target) => {
  const { port } = await start();
  expect(await knock(port, [`GET ${target} HTTP/1.1`, `Host: 127.0.0.1:${port}`])).toMatch(/ (400|404) /);
  expect(await knock(port, ["GET / HTTP/1.1", `Host: 127.0.0.1:${port}`])).toContain("404");
});

it("a message that is no call ends nothing", async () => {
  // The library says on the console what it could not read.
  const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => told.mockRestore());
  const url = await start();
  const origin = url.origin;
  const socket = new WebSocket(`${url.href.replace("http:", "ws:")}engine`, { origin });
  await new Promise((resolve) => socket.once("open", resolve));
  for (const text of ["", "{", "[]", "null", '{"i":1,"p":{"u":"//"}}', '{"i":2,"p":{"u":"http://["}}'])
    socket.send(text);
  socket.send(new Uint8Array([255, 0, 1]));
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.close();
  await closed;
  expect(await knock(url.port, ["GET / HTTP/1.1", `Host: 127.0.0.1:${url.port}`])).toContain("404");
});
