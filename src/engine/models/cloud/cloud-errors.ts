import { APICallError } from "ai";

import { DocentError } from "../../platform/docent-error.ts";
import { egressErrors } from "../../platform/egress/egress-errors.ts";

function causes(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let current = error; current instanceof Error && chain.length < 8; current = current.cause) chain.push(current);
  return chain;
}

function refused(host: string, status: number, hasKey: boolean): DocentError {
  return hasKey
    ? new DocentError("cloud-refused", `${host} refused the key.`, {
        nextStep: "Your question reached it; no answer came back. Change the key; see the ledger.",
        data: { host, status },
      })
    : new DocentError("key-missing", `${host} wants a key.`, { nextStep: "Enter a key.", data: { host, status } });
}

/** The typed error for whatever the SDK threw. What a server wrote is never repeated: it may hold anything. */
export function toCloudError(error: unknown, host: string, hasKey: boolean): DocentError {
  const chain = causes(error);
  const own = chain.find((cause) => cause instanceof DocentError);
  if (own instanceof DocentError) return own;
  const errors = egressErrors(host);
  const answered = chain.find((cause) => APICallError.isInstance(cause));
  const status = APICallError.isInstance(answered) ? answered.statusCode : undefined;
  if (status === undefined || status < 400) return errors.broken("its answer is not in the expected form.", error);
  if (status === 401 || status === 403) return refused(host, status, hasKey);
  if (status === 429) return errors.limit("it takes no more questions for now (429).");
  const body = APICallError.isInstance(answered) ? (answered.responseBody ?? "") : "";
  if (status === 413 || /context_length|context length|maximum context|too many tokens/i.test(body.slice(0, 10_000))) {
    return new DocentError("context-full", "This conversation is longer than the model can read.", {
      data: { host, status },
    });
  }
  if (status === 404) return errors.broken("it knows no such model or address (404).", error);
  return errors.broken(`it answered with error ${status}.`, error);
}
