import { spawn } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import http from "node:http";
import path from "node:path";
import { createInterface } from "node:readline";

import { beforeAll, describe, expect, it } from "vitest";

import { ensureSystem, offlineNeeds } from "../../scripts/support/debian-packages.ts";
import { buildPageIfStale } from "../../src/cli/serve/page-build.ts";
import { isLoopback, readSocketTrace, tracedCalls, type SocketTrace } from "../support/socket-trace.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/*
 * With no provider chosen, no process of Docent opens a socket beyond loopback: seen by the operating system, over
 * every process and thread of the commands. Only Linux has this trace.
 */
const root = path.resolve(import.meta.dirname, "..", "..");
const docent = path.join(root, "bin", "docent");
const commandMs = 240_000;

interface Traced {
  output: string;
  trace: SocketTrace;
  seconds: number;
}

/** Runs a program under the trace to its end; `whileRunning` gets its first line and its process id. */
async function traced(
  folder: string,
  command: readonly string[],
  whileRunning?: (line: string, pid: number) => Promise<void>,
): Promise<Traced> {
  const began = performance.now();
  const file = path.join(folder, `trace-${began.toFixed(0)}`);
  const child = spawn("strace", ["-f", "--seccomp-bpf", "-o", file, "-e", `trace=${tracedCalls}`, ...command], {
    cwd: folder,
    // Nothing of the surroundings may lead it to a proxy or to other data.
    env: { PATH: process.env["PATH"], HOME: folder },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that a run that does not end can be ended whole, not only the tracer.
    detached: true,
  });
  const endAll = (): void => {
    try {
      process.kill(-(child.pid as number), "SIGKILL");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  const limit = setTimeout(endAll, commandMs);
  let output = "";
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  let first: Promise<void> = Promise.resolve();
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (output === "" && whileRunning !== undefined) {
      // The traced program is the tracer's child; the trace itself may not be written yet.
      const pid = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ")[0]);
      first = whileRunning(line, pid);
      first.catch(endAll);
    }
    output += `${line}\n`;
  });
  const code = await ended;
  clearTimeout(limit);
  await first;
  if (code !== 0) throw new Error(`${command.join(" ")} ended with ${code}:\n${errors}`);
  const trace = readSocketTrace(readFileSync(file, "utf8"));
  return { output, trace, seconds: (performance.now() - began) / 1_000 };
}

function fetchPage(url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    http
      .get(url, { agent: false }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part: string) => {
          text += part;
        });
        response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
      })
      .on("error", reject);
  });
}

function report(name: string, { trace, seconds }: Traced): void {
  const named = trace.addresses.map(({ call, address, port }) => `${call} ${address}:${port}`);
  const others = [...new Set(trace.others)];
  console.log(
    `${name}: ${trace.processes} processes, ${trace.tasks} tasks, ${seconds.toFixed(1)} s; ` +
      `addresses: ${named.join(", ") || "none"}; other ends: ${others.join(", ") || "none"}`,
  );
}

describe.skipIf(process.platform !== "linux")("offline, by the system's own trace (Linux only)", () => {
  beforeAll(async () => {
    ensureSystem(offlineNeeds);
    // Built before, so that the build's own processes are no part of what is traced.
    await buildPageIfStale((line) => console.log(line));
  }, 900_000);

  it("the trace sees a connection and a datagram that are tried, also when they fail", async () => {
    const attempt = `
      const net = require("node:net"), dgram = require("node:dgram");
      const end = () => process.exit(0);
      net.connect({ host: "192.0.2.1", port: 9, timeout: 300 }).on("error", () => undefined).on("timeout", () => undefined);
      dgram.createSocket("udp4").on("error", () => undefined).send("x", 9, "192.0.2.2", () => undefined);
      setTimeout(end, 1_000);`;
    // From a child of a child, as Docent's own would be.
    const parent = `require("node:child_process").spawnSync(process.execPath, ["-e", ${JSON.stringify(attempt)}])`;
    const control = await traced(temporaryFolder(), [process.execPath, "-e", parent]);
    report("control", control);
    const beyond = control.trace.addresses
      .filter((one) => !isLoopback(one))
      .map(({ call, address }) => `${call} ${address}`);
    expect(beyond).toContain("connect 192.0.2.1");
    expect(beyond.some((one) => /^send\w+ 192\.0\.2\.2$/.test(one))).toBe(true);
    expect(control.trace.internetSockets).toBe(2);
    expect(control.trace.processes).toBe(2);
  }, 60_000);

  it("an address of version 6 is read as well", () => {
    const line = (address: string): string =>
      `12  connect(19, {sa_family=AF_INET6, sin6_port=htons(9), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "${address}", &sin6_addr), sin6_scope_id=0}, 28) = -1 ENETUNREACH`;
    const { addresses } = readSocketTrace(`${line("2001:db8::1")}\n${line("::1")}\n`);
    expect(addresses).toMatchObject([
      { call: "connect", address: "2001:db8::1", port: 9 },
      { call: "connect", address: "::1", port: 9 },
    ]);
    expect(addresses.map(isLoopback)).toEqual([false, true]);
  });

  it("index, search, ask and serve open nothing beyond loopback", async () => {
    const folder = temporaryFolder();
    const papers = path.join(folder, "papers");
    mkdirSync(papers);
    const sample = path.join(root, "resources", "sample-library");
    cpSync(path.join(sample, "Flat", "Lease agreement.pdf"), path.join(papers, "Lease agreement.pdf"));
    cpSync(path.join(sample, "Home", "Washing machine.txt"), path.join(papers, "Washing machine.txt"));
    // What a page or a document names must not be fetched either.
    writeFileSync(
      path.join(papers, "Remote.html"),
      '<title>Remote</title><link rel="stylesheet" href="http://192.0.2.1/a.css"><img src="http://192.0.2.1/a.png"><p>The garden gate is green.</p>',
    );
    const data = path.join(folder, "data");
    const question = "How big was the deposit for the flat?";
    const runs: [name: string, run: Traced][] = [];
    const command = async (name: string, ...words: string[]): Promise<Record<string, unknown>> => {
      const run = await traced(folder, [docent, ...words, "--data", data, "--json"]);
      runs.push([name, run]);
      report(name, run);
      return JSON.parse(run.output) as Record<string, unknown>;
    };

    expect(await command("index", "index", papers)).toMatchObject({ files: 3, outcomes: { indexed: 3 } });
    const found = await command("search", "search", question);
    expect((found["results"] as unknown[]).length).toBeGreaterThan(0);
    expect(await command("ask, quotes", "ask", question, "--model", "none")).toMatchObject({ mode: "quote" });
    const written = await command("ask, written", "ask", question, "--model", "smollm2-135m-instruct");
    expect(written).toMatchObject({ mode: "written" });
    expect(String(written["answer"]).length).toBeGreaterThan(0);

    let page = { status: 0, text: "" };
    const serve = await traced(folder, [docent, "serve", "--data", data, "--json"], async (line, pid) => {
      page = await fetchPage((JSON.parse(line) as { url: string }).url);
      process.kill(pid, "SIGTERM");
    });
    runs.push(["serve", serve]);
    report("serve", serve);
    expect(page.status).toBe(200);
    expect(page.text).toContain("<title>Docent</title>");

    const all = runs.map(([name, { trace }]) => ({ name, trace }));
    const beyond = all.flatMap(({ name, trace }) =>
      trace.addresses.filter((one) => !isLoopback(one)).map((one) => ({ name, ...one })),
    );
    expect(beyond).toEqual([]);
    // Nor is a service of this computer asked to look a name up or to reach out in its stead.
    expect(all.flatMap(({ trace }) => trace.others.filter((one) => one.startsWith("connect")))).toEqual([]);
    // Without a page to serve there is no socket of the internet's families at all.
    expect(all.filter(({ trace }) => trace.internetSockets > 0).map(({ name }) => name)).toEqual(["serve"]);
    // The trace was not blind: the listener is in it, and so are the children that read, embed and write.
    expect(serve.trace.addresses.map(({ call, address }) => `${call} ${address}`)).toEqual(["bind 127.0.0.1"]);
    const nodesOf = (wanted: string): number =>
      runs.find(([name]) => name === wanted)?.[1].trace.programs.filter((program) => path.basename(program) === "node")
        .length ?? 0;
    expect(nodesOf("index")).toBeGreaterThanOrEqual(3);
    expect(nodesOf("ask, written")).toBeGreaterThanOrEqual(2);
  }, 600_000);
});
