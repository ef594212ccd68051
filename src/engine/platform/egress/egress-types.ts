/** Why something leaves, and what of the user's documents goes with it. */
export interface EgressPurpose {
  /** A word for the ledger, e.g. "answer", "check server". */
  purpose: string;
  documents: readonly { name: string; pages: readonly number[] }[];
  passages: number;
}

export type EgressEnd = "complete" | "failed" | "cancelled";

/** Where every request is written down. Kept by trace/ledger-table.ts. */
export interface Ledger {
  /** Called before the first byte; when it throws, nothing is sent. */
  open(row: EgressPurpose & { host: string }): number;
  /** Bytes of both bodies so far, so that a killed process leaves a true row behind. */
  update(id: number, bytes: { bytesSent: number; bytesReceived: number }): void;
  close(id: number, bytes: { bytesSent: number; bytesReceived: number }, state: EgressEnd): void;
}

/** The shape of `fetch`, as far as the libraries that get it use it. */
type EgressFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The one way out. A server is reachable only while it is allowed; each request is a row of the ledger. */
export interface EgressBroker {
  /**
   * Lets requests go to the origin of `baseUrl` under this id. @throws DocentError invalid-input for anything but
   * https, or http to this computer or the own network.
   */
  allow(serverId: string, baseUrl: string): void;
  /** Forgets the server and its key. */
  disallow(serverId: string): void;
  /** Holds a key in memory, bound to the origin that the server has now. @throws DocentError not-found. */
  setKey(serverId: string, key: string): void;
  removeKey(serverId: string): void;
  hasKey(serverId: string): boolean;
  /**
   * A `fetch` for one server and purpose. It follows no redirect, adds the key by itself and rejects with DocentError:
   * cloud-unreachable (nothing was sent), cloud-broken, cloud-limit, cancelled (at once).
   */
  fetchFor(serverId: string, purpose: EgressPurpose): EgressFetch;
  /** Cancels what is running; afterwards nothing leaves. */
  close(): void;
}
