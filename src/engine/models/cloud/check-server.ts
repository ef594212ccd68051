import { DocentError, isCancellation } from "../../platform/docent-error.ts";
import type { EgressBroker } from "../../platform/egress/egress-types.ts";
import type { ModelServer } from "../model-server-table.ts";

/** Names of models in an OpenAI-style list; null when the answer is no such list. */
function modelNames(body: string): string[] | null {
  try {
    const list = (JSON.parse(body) as { data?: unknown }).data;
    if (!Array.isArray(list)) return null;
    return list
      .map((entry: unknown) => (entry as { id?: unknown } | null)?.id)
      .filter((name): name is string => typeof name === "string");
  } catch {
    return null;
  }
}

/**
 * Asks a server for its models: does it answer, does it take the key, does it know the model? One row of the ledger,
 * nothing of the user's. @throws DocentError cancelled; every other failure is told in `message`.
 */
export async function checkServer(
  server: ModelServer,
  egress: EgressBroker,
  signal?: AbortSignal,
): Promise<{ answers: boolean; message: string }> {
  const send = egress.fetchFor(`server:${server.id}`, { purpose: "check server", documents: [], passages: 0 });
  try {
    const response = await send(`${server.baseUrl}/models`, { method: "GET", signal });
    const body = await response.text();
    if (response.status === 401 || response.status === 403) {
      return { answers: false, message: "It answers, but refuses the key." };
    }
    if (response.status >= 400) return { answers: false, message: `It answers with error ${response.status}.` };
    const names = modelNames(body);
    if (names === null) return { answers: false, message: "It answers, but not like an OpenAI-compatible server." };
    return names.includes(server.model)
      ? { answers: true, message: `It answers and offers ${server.model}.` }
      : { answers: true, message: `It answers, but does not list ${server.model}.` };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof DocentError)) throw error;
    return { answers: false, message: error.message };
  }
}
