import { createHash, timingSafeEqual } from "node:crypto";

/** What a request to the browser host says of itself. */
export interface Knock {
  host: string | undefined;
  origin: string | undefined;
  /** Sec-Fetch-Site, as browsers send it. */
  site: string | undefined;
  /** First part of the path. */
  token: string;
  upgrade: boolean;
}

export type Admission = { admitted: true } | { admitted: false; status: 400 | 403 | 404; reason: string };

function hash(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Equal tokens, compared in a time that says nothing of where they differ. */
export function sameToken(given: string, expected: string): boolean {
  return timingSafeEqual(hash(given), hash(expected));
}

/**
 * Decides on one request to the loopback host. The Host must be literally ours, which stops DNS rebinding; any other
 * Origin and any cross-site request is refused; a socket must name its Origin, since browsers always do; and without
 * the token nothing is even said to exist.
 */
export function admit(knock: Knock, own: { port: number; token: string }): Admission {
  const hosts = [`127.0.0.1:${own.port}`, `localhost:${own.port}`];
  if (knock.host === undefined || !hosts.includes(knock.host)) {
    return { admitted: false, status: 400, reason: "wrong host" };
  }
  const origin = `http://${knock.host}`;
  if (knock.origin !== undefined && knock.origin !== origin) {
    return { admitted: false, status: 403, reason: "wrong origin" };
  }
  if (knock.upgrade && knock.origin === undefined) return { admitted: false, status: 403, reason: "no origin" };
  if (knock.site !== undefined && knock.site !== "same-origin" && knock.site !== "none") {
    return { admitted: false, status: 403, reason: "cross-site" };
  }
  if (!sameToken(knock.token, own.token)) return { admitted: false, status: 404, reason: "not found" };
  return { admitted: true };
}
