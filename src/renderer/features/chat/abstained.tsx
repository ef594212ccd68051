import { CircleSlash2 } from "lucide-react";
import { useState } from "react";
import { Trans } from "react-i18next";

import { usePage } from "../../app/page.ts";
import { go } from "../../app/route.ts";
import { strings, t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { CheckBox } from "../../ui/check-box.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useAnswer } from "./answer-context.ts";
import { SourceCard } from "./source-row.tsx";

const closestShown = 3;

/** Files that were not, or only partly, searched: an honest "not found" says so and leads to them. */
function Unread({ failed, partly, waiting }: { failed: number; partly: number; waiting: number }) {
  if (failed + partly + waiting === 0) return null;
  const text = [
    failed > 0 && partly > 0
      ? t("chat.abstained.failedPartly", { count: failed, partly })
      : failed > 0
        ? t("chat.abstained.failed", { count: failed })
        : partly > 0
          ? t("chat.abstained.partly", { count: partly })
          : "",
    waiting > 0 ? t("chat.abstained.waiting", { count: waiting }) : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
  return (
    <>
      {" "}
      <Trans
        i18n={strings}
        defaults="{{text}} <see>{{see}}</see>"
        values={{ text, see: t("chat.abstained.see") }}
        components={{
          see: (
            <button
              type="button"
              className="link"
              aria-label={t("chat.abstained.see")}
              onClick={() => go({ view: "library" })}
            />
          ),
        }}
      />
    </>
  );
}

/** No passage answers: what was searched, what was not, and the next steps by likelihood. */
export function Abstained({ canWiden, onWiden }: { canWiden: boolean; onWiden: () => void }) {
  const page = usePage();
  const { view } = useAnswer();
  const [closest, setClosest] = useState(false);
  const [keptOpen, setKeptOpen] = useState(view.answer?.keptOpen ?? false);
  const searched = view.searched ?? { files: 0, partly: 0, failed: 0, waiting: 0 };
  const passages = (view.sources ?? []).slice(0, closestShown);
  const keep = (keep: boolean): void => {
    if (view.answerId === null) return;
    setKeptOpen(keep);
    page.engine.chat.keepOpen({ answerId: view.answerId, keep }).catch((error: unknown) => {
      setKeptOpen(!keep);
      page.fail(error);
    });
  };
  return (
    <div className="abstained" data-testid="abstained">
      <span className="gut" aria-hidden="true">
        <Icon of={CircleSlash2} />
      </span>
      <h4>{t("chat.abstained.title")}</h4>
      <p className="said mt-1">
        {t("chat.abstained.searched", { count: searched.files })}
        <Unread {...searched} />
      </p>
      <div className="row-btns mt-4">
        {passages.length > 0 ? (
          <Button aria-expanded={closest} onClick={() => setClosest(!closest)}>
            {closest ? t("chat.abstained.hide") : t("chat.abstained.closest", { count: passages.length })}
          </Button>
        ) : null}
        {canWiden ? <Button onClick={onWiden}>{t("chat.abstained.everywhere")}</Button> : null}
      </div>
      {closest ? (
        <div className="sources open mt-4">
          {passages.map((source) => (
            <SourceCard key={source.number} source={source} />
          ))}
        </div>
      ) : null}
      <div className="mt-3">
        <CheckBox checked={keptOpen} onChange={keep}>
          {t("chat.abstained.keepOpen")}
        </CheckBox>
      </div>
    </div>
  );
}
