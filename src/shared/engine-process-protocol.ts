/*
 * How a shell talks to the engine when the engine is a process of its own. In a utility process real message ports
 * travel beside "attach"; over a fork's channel there are none, and the shell relays their messages by number.
 */

/** Who is at the other end of a port: a page, the shell itself, or the shell as a starter of processes. */
export type PortSide = "page" | "control" | "host";

export interface EngineStart {
  type: "start";
  dataDirectory: string;
  resourcesDirectory: string;
}

export type ToEngine =
  | EngineStart
  | { type: "attach"; side: PortSide; port: number }
  | { type: "port-message"; port: number; data: unknown }
  | { type: "port-closed"; port: number }
  /** A child's port lies beside it. */
  | { type: "child-port"; childId: number }
  | { type: "child-exit"; childId: number; code: number | null }
  | { type: "stop" };

export type FromEngine =
  /** The engine is open and answers; `notices` say what happened at start. */
  | { type: "ready" }
  | { type: "failed"; code: string; message: string }
  | { type: "beat" }
  | { type: "port-message"; port: number; data: unknown }
  | { type: "stopped" };

/** The engine says "beat" this often; silence for ten beats means that it hangs. */
export const beatMilliseconds = 2_000;
export const silenceMilliseconds = 20_000;

/** What came from the quick prompt and goes on in the main window. */
export interface PageOpening {
  conversationId: number | null;
  text: string;
  documentId: number | null;
  start: number | null;
  end: number | null;
}
