import { ipcRenderer, type IpcRendererEvent } from "electron";

/*
 * All that a page gets from the shell: two message ports, handed on to the page's own origin once each, and two
 * notes. Nothing is put on the window, so there is no bridge to misuse.
 */
interface Held {
  message: { type: string; opening?: unknown };
  ports: MessagePort[];
}

const held: Held[] = [];
let listening = false;

function hand({ message, ports }: Held): void {
  window.postMessage(message, window.location.origin, ports);
}

function take(entry: Held): void {
  if (listening) hand(entry);
  else held.push(entry);
}

window.addEventListener("message", (event: MessageEvent<{ type?: unknown }>) => {
  if (event.source !== window || event.origin !== window.location.origin) return;
  if (event.data?.type !== "docent:page-ready") return;
  listening = true;
  for (const entry of held.splice(0)) hand(entry);
});

ipcRenderer.on("docent:ports", (event: IpcRendererEvent) => {
  // Ports of an engine that is gone are of no use to a page that was slow to load.
  const older = held.findIndex((entry) => entry.message.type === "docent:ports");
  if (older !== -1) held.splice(older, 1);
  take({ message: { type: "docent:ports" }, ports: [...event.ports] });
});
ipcRenderer.on("docent:open", (_event: IpcRendererEvent, opening: unknown) => {
  take({ message: { type: "docent:open", opening }, ports: [] });
});
ipcRenderer.on("docent:engine-dead", () => take({ message: { type: "docent:engine-dead" }, ports: [] }));
