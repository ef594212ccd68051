import { createContext, useContext } from "react";

import type { AnswerView } from "./answer-view.ts";
import type { PassageTarget } from "./panel-entries.ts";

export interface AnswerScope {
  view: AnswerView;
  /** Opens the panel on a passage; by keyboard the panel's heading takes the focus. */
  open(target: PassageTarget, opener: HTMLElement, byKeyboard: boolean): void;
  /** What the panel shows now, if it is of this answer. */
  shown: { number: number; start: number } | null;
}

export const AnswerContext = createContext<AnswerScope | null>(null);

export function useAnswer(): AnswerScope {
  const scope = useContext(AnswerContext);
  if (!scope) throw new Error("Stands outside an answer.");
  return scope;
}
