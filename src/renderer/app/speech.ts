/** The two places through which the page speaks; each exists once in index.html. */

const pause = 1_000;

function createVoice(id: string): (text: string) => void {
  let next = 0;
  let waiting: string | null = null;
  const write = (): void => {
    const element = document.getElementById(id);
    if (element) element.textContent = waiting ?? "";
    waiting = null;
    next = Date.now() + pause;
  };
  return (text) => {
    const idle = waiting === null;
    waiting = text;
    if (!idle) return;
    const wait = Math.max(0, next - Date.now());
    if (wait === 0) write();
    else setTimeout(write, wait);
  };
}

/** Said when there is a pause; at most one text a second, the newest wins. */
export const say = createVoice("say");
/** Said at once: only for what the user must know now. */
export const sayAlert = createVoice("alert");
