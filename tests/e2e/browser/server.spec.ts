import { request as httpRequest, type IncomingMessage } from "node:http";

import { expect, test } from "@playwright/test";
import { WebSocket } from "ws";

import { newFolder, startServer, type DocentServer } from "../support/docent-server.ts";

/* Who else may talk to the loopback host: nobody. */
let server: DocentServer;
let port: number;
let token: string;

test.beforeAll(async () => {
  server = await startServer({ data: newFolder("server") });
  const url = new URL(server.url);
  port = Number(url.port);
  token = url.pathname.split("/")[1] ?? "";
});

test.afterAll(async () => {
  await server?.stop();
});

function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      response.resume();
      resolve(response);
    });
    request.once("error", reject);
    request.end();
  });
}

/** HTTP status that an upgrade gets; 101 when it is let in. */
function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.once("open", () => {
      socket.terminate();
      resolve(101);
    });
    socket.once("unexpected-response", (request, response) => {
      request.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.once("error", reject);
  });
}

test("the token has 256 bits and the page lies below it", async () => {
  expect(Buffer.from(token, "base64url").length).toBe(32);
  expect((await get(`/${token}/`)).statusCode).toBe(200);
});

test("the page comes with its policy and headers, and a new nonce each time", async () => {
  const first = (await get(`/${token}/`)).headers;
  const second = (await get(`/${token}/`)).headers;
  expect(first["content-security-policy"]).toContain("default-src 'none'");
  expect(first["content-security-policy"]).toContain("require-trusted-types-for 'script'");
  expect(first["content-security-policy"]).not.toBe(second["content-security-policy"]);
  expect(first["x-content-type-options"]).toBe("nosniff");
  expect(first["cross-origin-opener-policy"]).toBe("same-origin");
  expect(first["cross-origin-resource-policy"]).toBe("same-origin");
  expect(first["referrer-policy"]).toBe("no-referrer");
  expect(first["access-control-allow-origin"]).toBeUndefined();
});

const wrongPaths = ["/", "/index.html", "/engine", `/${"A".repeat(43)}/`, "//", "/..%2f", "/%2e%2e/"];
for (const path of wrongPaths) {
  test(`without the token ${path} does not exist`, async () => {
    expect((await get(path)).statusCode).toBe(404);
  });
}

const escapes = [
  "..%2f..%2fpackage.json",
  "%2e%2e/%2e%2e/package.json",
  "....//package.json",
  "..\\..\\package.json",
  "%5c..%5c..%5cpackage.json",
  "assets/..%2f..%2f..%2fpackage.json",
  "%00",
  "doc/1/page/1?width=99999",
  "doc/-1/page/1",
  "doc/1/page/0",
  "doc/1e3/page/1",
  "doc/999999999/page/1",
  "index.html/",
  "package.json",
];
for (const path of escapes) {
  test(`below the token ${path} gives nothing`, async () => {
    expect([400, 404]).toContain((await get(`/${token}/${path}`)).statusCode);
  });
}

test("a foreign Host is refused even with the token", async () => {
  for (const host of ["evil.example", `evil.example:${port}`, "127.0.0.1", `127.0.0.1.evil.example:${port}`]) {
    expect((await get(`/${token}/`, { Host: host })).statusCode).toBe(400);
  }
  expect((await get(`/${token}/`, { Host: `localhost:${port}` })).statusCode).toBe(200);
});

test("a foreign Origin and a cross-site request are refused even with the token", async () => {
  expect((await get(`/${token}/`, { Origin: "http://evil.example" })).statusCode).toBe(403);
  expect((await get(`/${token}/`, { Origin: "null" })).statusCode).toBe(403);
  expect((await get(`/${token}/`, { "Sec-Fetch-Site": "cross-site" })).statusCode).toBe(403);
});

test("nothing but GET is answered", async () => {
  for (const method of ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"]) {
    expect((await get(`/${token}/`, {}, method)).statusCode).toBe(405);
  }
});

test("sockets need token, Host and Origin", async () => {
  const origin = `http://127.0.0.1:${port}`;
  expect(await upgrade(`/${token}/engine`, { Origin: origin })).toBe(101);
  expect(await upgrade(`/${token}/desktop`, { Origin: origin })).toBe(101);
  expect(await upgrade(`/${token}/other`, { Origin: origin })).toBe(404);
  expect(await upgrade(`/${token}/engine`, {})).toBe(403);
  expect(await upgrade(`/${token}/engine`, { Origin: "http://evil.example" })).toBe(403);
  expect(await upgrade(`/${"A".repeat(43)}/engine`, { Origin: origin })).toBe(404);
  expect(await upgrade(`/${token}/engine`, { Origin: origin, Host: "evil.example" })).toBe(400);
});

test("a socket that floods or sends too much is cut, and the server lives on", async () => {
  const origin = `http://127.0.0.1:${port}`;
  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/${token}/engine`, { headers: { Origin: origin } });
    await new Promise<void>((resolve) => socket.once("open", () => resolve()));
    return socket;
  };
  const closed = (socket: WebSocket): Promise<void> => new Promise((resolve) => socket.once("close", () => resolve()));

  const flooding = await open();
  const cut = closed(flooding);
  for (let count = 0; count < 5_000; count += 1) flooding.send("{}");
  await cut;

  const large = await open();
  large.on("error", () => undefined);
  const refused = closed(large);
  large.send("x".repeat(4_000_000));
  await refused;
  expect((await get(`/${token}/`)).statusCode).toBe(200);
});

test("it listens on loopback only", async () => {
  const { networkInterfaces } = await import("node:os");
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((one) => one !== undefined && !one.internal && one.family === "IPv4");
  // On Linux all of 127.0.0.0/8 is this machine: a server on every address would answer there, too.
  const address = outside?.address ?? (process.platform === "linux" ? "127.0.0.2" : undefined);
  test.skip(address === undefined, "this machine has no address but loopback");
  const reached = await new Promise<boolean>((resolve) => {
    const request = httpRequest({ host: address, port, path: `/${token}/` }, () => resolve(true));
    request.once("error", () => resolve(false));
    request.end();
  });
  expect(reached).toBe(false);
});
