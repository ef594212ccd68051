import { useEffect } from "react";

import { useApp, usePage } from "../../app/page.ts";
import { SuggestionCard } from "./suggestion-card.tsx";

/** At most one card on the empty chat, when the engine found the moment right. Being seen is told and ended. */
export function HomeCard() {
  const page = usePage();
  const card = useApp((state) => state.card);
  const id = card?.id ?? null;
  useEffect(() => {
    if (id === null) return;
    const tell = (visible: boolean): void => {
      page.engine.suggestions.impression({ id, visible }).catch(page.fail);
    };
    const onVisibility = (): void => tell(document.visibilityState === "visible");
    tell(true);
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      tell(false);
    };
  }, [page, id]);
  if (!card) return null;
  return <SuggestionCard key={card.id} card={card} level={3} onDone={() => page.app.setState({ card: null })} />;
}
