import { Check } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useState } from "react";

import type { Answer } from "../../../shared/answer-schemas.ts";
import { usePage } from "../../app/page.ts";
import { say } from "../../app/speech.ts";
import { t } from "../../strings/strings.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { useAnswer } from "./answer-context.ts";

type Rated = Answer["rating"];

const reasons = [
  "wrong",
  "not-in-files",
  "missing-source",
  "wrong-source",
  "too-long",
  "too-short",
  "too-slow",
] as const;

interface RatingProps {
  rated: Rated;
  onRated: (rated: Rated) => void;
  icons: { good: LucideIcon; bad: LucideIcon };
}

/** Why an answer was bad: chips, or a few words. */
function Reasons({ reason, choose }: { reason: string | null; choose: (reason: string) => void }) {
  const [other, setOther] = useState(false);
  return (
    <div>
      <h2 className="label">{t("chat.bad.why")}</h2>
      <div className="reasons">
        {reasons.map((one) => (
          <button key={one} type="button" className="pill" aria-pressed={reason === one} onClick={() => choose(one)}>
            {reason === one ? <Icon of={Check} /> : null}
            {t(`chat.bad.${one}`)}
          </button>
        ))}
        <button type="button" className="pill" aria-expanded={other} onClick={() => setOther(!other)}>
          {t("chat.bad.other")}
        </button>
      </div>
      {other ? (
        <form
          className="row-btns"
          onSubmit={(event) => {
            event.preventDefault();
            const text = new FormData(event.currentTarget).get("reason");
            if (typeof text === "string" && text.trim() !== "") choose(text.trim().slice(0, 120));
          }}
        >
          <span className="field grow">
            <input name="reason" maxLength={120} autoFocus aria-label={t("chat.bad.otherLabel")} />
          </span>
          <Button type="submit">{t("common.save")}</Button>
        </form>
      ) : null}
    </div>
  );
}

/** Good and Bad. A second press takes the rating back; Bad may say why. What was stored is said in place. */
export function Rating({ rated, onRated, icons }: RatingProps) {
  const page = usePage();
  const { view } = useAnswer();
  const rate = async (next: Rated): Promise<void> => {
    if (view.answerId === null) return;
    const before = rated;
    onRated(next);
    try {
      await page.engine.chat.rate({
        answerId: view.answerId,
        rating: next?.value ?? null,
        reason: next?.reason ?? null,
      });
      const text = !next
        ? t("chat.rating.removed")
        : next.value === "good"
          ? t("chat.good.saved")
          : next.reason === "not-in-files"
            ? t("chat.bad.open")
            : t("chat.bad.saved");
      say(text);
      page.toast(text, next ? { label: t("common.undo"), perform: () => void rate(before) } : undefined);
    } catch (error) {
      onRated(before);
      page.fail(error);
    }
  };
  const good = rated?.value === "good";
  const bad = rated?.value === "bad";
  return (
    <>
      <IconButton
        label={t("chat.good")}
        icon={icons.good}
        data-act="good"
        aria-pressed={good}
        onClick={() => void rate(good ? null : { value: "good", reason: null })}
      />
      <Popover
        label={t("chat.bad.why")}
        trigger={
          <button
            type="button"
            className="btn ghost icon"
            aria-label={t("chat.bad")}
            title={t("chat.bad")}
            data-act="bad"
            aria-pressed={bad}
            onClick={() => (bad ? undefined : void rate({ value: "bad", reason: null }))}
          >
            <Icon of={icons.bad} />
          </button>
        }
      >
        <Reasons reason={rated?.reason ?? null} choose={(reason) => void rate({ value: "bad", reason })} />
        {bad ? (
          <div className="row-btns mt-2">
            <Button level="ghost" small onClick={() => void rate(null)}>
              {t("common.undo")}
            </Button>
          </div>
        ) : null}
      </Popover>
    </>
  );
}
