import { DocentError } from "../docent-error.ts";

/** The errors of one server, named by its host. */
export function egressErrors(host: string) {
  return {
    unreachable: (cause?: unknown) =>
      new DocentError("cloud-unreachable", `${host} could not be reached.`, {
        nextStep: "Nothing was sent. Check the address and that the server runs.",
        data: { host },
        cause,
      }),
    broken: (what: string, cause?: unknown) =>
      new DocentError("cloud-broken", `The connection to ${host} broke before the answer was complete: ${what}`, {
        nextStep: "Your question may have reached it. What arrived is kept; see the ledger.",
        data: { host },
        cause,
      }),
    limit: (what: string) =>
      new DocentError("cloud-limit", `${host} was stopped: ${what}`, {
        nextStep: "Try again, or answer on this computer.",
        data: { host },
      }),
    cancelled: () => new DocentError("cancelled", "Stopped."),
  };
}
