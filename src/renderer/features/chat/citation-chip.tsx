import { HoverCard } from "radix-ui";
import { useEffect, useState } from "react";

import type { OpenedCitation, Source } from "../../../shared/answer-schemas.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { cleanName, shortName } from "../../ui/file-name.ts";
import { formatDate } from "../../ui/format.ts";
import { MarkedText } from "../../ui/marked-text.tsx";
import { snippet } from "../../ui/snippet.ts";
import { useAnswer } from "./answer-context.ts";
import type { AnswerView } from "./answer-view.ts";
import { citeLabel, longPlace } from "./place.ts";

/** The verdict of the sentence that a chip stands in. */
function verdictOf(view: AnswerView, sentence: string | undefined): string | null {
  const support = sentence === undefined ? undefined : view.sentences[Number(sentence)]?.support;
  return support ? t(`chat.verdict.${support}`) : null;
}

/** What became of the cited passage since; asked only when the card opens. */
function useCitationState(view: AnswerView, number: number): OpenedCitation["state"] | null {
  const page = usePage();
  const [state, setState] = useState<OpenedCitation["state"] | null>(null);
  const answerId = view.answer && view.citations.some((one) => one.number === number) ? view.answerId : null;
  useEffect(() => {
    if (answerId === null) return;
    let current = true;
    page.engine.chat
      .openCitation({ answerId, number })
      .then((opened) => (current ? setState(opened.state) : undefined))
      .catch(page.fail);
    return () => {
      current = false;
    };
  }, [page, answerId, number]);
  return state;
}

function Card({ source, view, verdict }: { source: Source; view: AnswerView; verdict: string | null }) {
  const state = useCitationState(view, source.number);
  const short = snippet(source.text, source.matches, 400);
  const facts = [
    longPlace(source),
    formatDate(source.documentModifiedAt),
    ...(verdict ? [verdict] : []),
    ...(state ? [t(`source.state.${state}`)] : []),
  ].filter((fact) => fact !== "");
  return (
    <>
      <p className="strong" dir="auto">
        {shortName(source.documentName, 48)}
      </p>
      <p className="xs muted" dir="auto">
        {cleanName(source.folderName)}
      </p>
      <p className="xs muted" dir="auto">
        {facts.join(" · ")}
      </p>
      <p className="p" dir="auto">
        <MarkedText text={short.text} spans={short.spans} />
      </p>
    </>
  );
}

/** A number in the text that opens its passage; resting on it shows the passage in a card. */
export function CitationChip({ number, sentence }: { number: number; sentence?: string | undefined }) {
  const { view, open, shown } = useAnswer();
  const source = view.sources?.find((one) => one.number === number);
  if (!source) return null;
  const verdict = verdictOf(view, sentence);
  const label = citeLabel(number, source);
  return (
    <HoverCard.Root openDelay={150} closeDelay={100}>
      <HoverCard.Trigger asChild>
        <button
          type="button"
          className="chip"
          data-testid={`cite-${number}`}
          data-chip={number}
          aria-label={verdict ? `${label}. ${verdict}` : label}
          aria-expanded={shown?.number === number}
          onClick={(event) => open({ number }, event.currentTarget, event.detail === 0)}
        >
          {number}
        </button>
      </HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content className="hover-card" side="top" align="start" sideOffset={4} collisionPadding={8}>
          <Card source={source} view={view} verdict={verdict} />
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}
