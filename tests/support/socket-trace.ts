import { BlockList } from "node:net";

/** An address of the internet's families that a system call named. */
export interface NamedAddress {
  call: string;
  address: string;
  port: number;
}

/** What a trace of system calls says of the network. */
export interface SocketTrace {
  /** Programs that were started, by the path given, in order. */
  programs: string[];
  /** Processes that ran a program. */
  processes: number;
  /** Tasks of the kernel: processes and their threads. */
  tasks: number;
  /** Sockets of the internet's families that were made, whether or not anything was done with them. */
  internetSockets: number;
  addresses: NamedAddress[];
  /** Other ends that were named: sockets of the file system, the kernel's own. */
  others: string[];
}

/** The system calls that name another end, that make a socket, and that start a program. */
export const tracedCalls = "execve,socket,connect,bind,sendto,sendmsg,sendmmsg";

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8);
loopback.addAddress("::1", "ipv6");

export function isLoopback({ address }: NamedAddress): boolean {
  return loopback.check(address, address.includes(":") ? "ipv6" : "ipv4");
}

const version4 = /sin_port=htons\((\d+)\), sin_addr=inet_addr\("([^"]+)"\)/g;
const version6 = /sin6_port=htons\((\d+)\)[^}]*?inet_pton\(AF_INET6, "([^"]+)"/g;

/** Reads what `strace -f -o <file>` wrote for `tracedCalls`. */
export function readSocketTrace(text: string): SocketTrace {
  const tasks = new Set<string>();
  const processes = new Set<string>();
  const trace: SocketTrace = { programs: [], processes: 0, tasks: 0, internetSockets: 0, addresses: [], others: [] };
  for (const line of text.split("\n")) {
    const [, task, call] = /^(\d+)\s+(?:(\w+)\(|\+\+\+|---|<\.\.\.)/.exec(line) ?? [];
    if (task === undefined) continue;
    tasks.add(task);
    if (call === undefined) continue;
    const program = /^\d+\s+execve\("([^"]+)".*\) = 0$/.exec(line)?.[1];
    if (program !== undefined) {
      processes.add(task);
      trace.programs.push(program);
    }
    for (const pattern of [version4, version6]) {
      for (const [, port, address = ""] of line.matchAll(pattern)) {
        trace.addresses.push({ call, address, port: Number(port) });
      }
    }
    for (const [other] of line.matchAll(/sa_family=AF_(?!INET6?\b)[^}]*/g)) trace.others.push(`${call} ${other}`);
    if (/^\d+\s+socket\(AF_INET/.test(line)) trace.internetSockets += 1;
  }
  trace.processes = processes.size;
  trace.tasks = tasks.size;
  return trace;
}
