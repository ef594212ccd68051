import { randomUUID } from "node:crypto";

import { DocentError } from "../platform/docent-error.ts";
import type { Clock } from "../platform/clock.ts";
import type { FoundEvidence } from "./find-evidence.ts";

const lifetimeMs = 600_000;
const mostKept = 32;

export interface EarlierMessage {
  role: "user" | "assistant";
  text: string;
}

/** What a user was shown before anything was sent; an ask with its id sends this and nothing else. */
export interface PreparedSend {
  conversationId: number | null;
  modelId: string;
  question: string;
  evidence: FoundEvidence;
  /** Numbers of the sources that were shown as leaving. */
  passages: readonly number[];
  earlier: readonly EarlierMessage[];
  fence: string;
}

export interface PreparedSends {
  keep(send: PreparedSend): string;
  /** Gives it back once and forgets it. @throws DocentError consent-expired, consent-required. */
  take(id: string, asked: { conversationId: number | null; modelId: string; question: string }): PreparedSend;
}

/** Prepared sends live in memory for ten minutes, and one consent is good for one send. */
export function createPreparedSends(clock: Clock): PreparedSends {
  const kept = new Map<string, { send: PreparedSend; until: number }>();
  const forgetOld = () => {
    for (const [id, { until }] of kept) if (until <= clock.monotonic()) kept.delete(id);
    while (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
  };
  return {
    keep(send) {
      const id = randomUUID();
      kept.set(id, { send, until: clock.monotonic() + lifetimeMs });
      forgetOld();
      return id;
    },
    take(id, asked) {
      forgetOld();
      const found = kept.get(id);
      if (found === undefined) {
        throw new DocentError("consent-expired", "What you were shown is too old to be sent.", {
          nextStep: "Look at it again and send it then. Nothing was sent.",
        });
      }
      const { send } = found;
      if (
        send.modelId !== asked.modelId ||
        send.question !== asked.question ||
        send.conversationId !== asked.conversationId
      ) {
        throw new DocentError("consent-required", "This is not what you were shown.", {
          nextStep: "Look at what would be sent first. Nothing was sent.",
        });
      }
      kept.delete(id);
      return send;
    },
  };
}
