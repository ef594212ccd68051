import { BlockList, isIP } from "node:net";

import { DocentError } from "../docent-error.ts";

const ownNetwork = new BlockList();
ownNetwork.addSubnet("127.0.0.0", 8);
ownNetwork.addSubnet("10.0.0.0", 8);
ownNetwork.addSubnet("172.16.0.0", 12);
ownNetwork.addSubnet("192.168.0.0", 16);
ownNetwork.addSubnet("169.254.0.0", 16);
ownNetwork.addSubnet("100.64.0.0", 10);
ownNetwork.addAddress("::1", "ipv6");
ownNetwork.addSubnet("fc00::", 7, "ipv6");
ownNetwork.addSubnet("fe80::", 10, "ipv6");

/** True for this computer and for addresses that are never routed on the internet. */
export function isOwnNetwork(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  // An IPv4 address in IPv6 clothes is judged as what it is.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return mapped === undefined ? ownNetwork.check(address, family === 6 ? "ipv6" : "ipv4") : isOwnNetwork(mapped);
}

/** Host of a URL without the brackets of IPv6. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}

function refused(message: string): DocentError {
  return new DocentError("invalid-input", message, {
    nextStep: "Give an address like https://api.example.com/v1 or http://localhost:11434/v1.",
  });
}

/**
 * Reads the address of a server. https is taken to anywhere; http only where it stays on this computer or in the own
 * network, which for a name is decided again by its address when it is connected.
 * @throws DocentError invalid-input.
 */
export function parseServerAddress(text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw refused("This is not an address of a server.");
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refused("Only https and http addresses are used.");
  if (url.username !== "" || url.password !== "") throw refused("The address must not hold a name or a password.");
  if (url.search !== "" || url.hash !== "") throw refused("The address must end before any ? or #.");
  const host = hostOf(url);
  if (url.protocol === "http:") {
    const literal = isIP(host) !== 0;
    const localName = host === "localhost" || !host.includes(".") || /\.(?:local|lan|internal|home\.arpa)$/.test(host);
    if (literal ? !isOwnNetwork(host) : !localName) {
      throw refused("Without https, a server must be on this computer or in your own network.");
    }
  }
  return url;
}
