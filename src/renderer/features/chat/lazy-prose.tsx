import { Suspense, lazy } from "react";
import type { ComponentType } from "react";

import type { ProseProps } from "./prose.tsx";

const load = (): Promise<{ default: ComponentType<ProseProps> }> =>
  import("./prose.tsx").then((part) => ({ default: part.Prose }));
const Loaded = lazy(load);

/** Fetches the part that draws Markdown while the page is idle, so that it is there before the first answer. */
export function preloadProse(): void {
  const start = (): void => void load();
  if ("requestIdleCallback" in window) window.requestIdleCallback(start);
  else setTimeout(start, 200);
}

/** The written answer; its plain text stands there for the moment in which the drawing part is still loaded. */
export function Prose(props: ProseProps) {
  return (
    <Suspense
      fallback={
        <div className="prose">
          <p className="whitespace-pre-wrap" dir="auto">
            {props.view.text}
          </p>
        </div>
      }
    >
      <Loaded {...props} />
    </Suspense>
  );
}
