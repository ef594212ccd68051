import { useState } from "react";
import { useStore } from "zustand";

import { useApp, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { CheckBox } from "../../ui/check-box.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { cleanName, shortName } from "../../ui/file-name.ts";
import { formatBytes } from "../../ui/format.ts";
import { longPlace } from "../chat/place.ts";
import type { CloudState } from "./cloud.ts";

/** D1: what leaves with each question, before a model elsewhere is used for a conversation. */
function Consent({ consent }: { consent: NonNullable<CloudState["consent"]> }) {
  const host = cleanName(consent.host);
  return (
    <Dialog
      open
      testId="cloud-consent"
      onClose={() => consent.answer(false)}
      title={t("cloud.consent.title", { host })}
      description={<p>{t("cloud.consent.text")}</p>}
      actions={
        <>
          <Button onClick={() => consent.answer(false)}>{t("cloud.consent.no")}</Button>
          <Button level="filled" onClick={() => consent.answer(true)}>
            {t("cloud.consent.yes")}
          </Button>
        </>
      }
    />
  );
}

/** D2: the exact text that would be sent. A passage that is unticked stays here. */
function FirstSend({ send }: { send: NonNullable<CloudState["send"]> }) {
  const page = usePage();
  const always = useApp((state) => state.settings?.askBeforeEverySend ?? false);
  const { prepared } = send;
  const [kept, setKept] = useState<number[]>(prepared.passages.map((passage) => passage.number));
  return (
    <Dialog
      open
      wide
      testId="cloud-send"
      onClose={() => send.answer(null)}
      title={t("cloud.send.title")}
      description={
        <p>
          {t("cloud.send.text", {
            host: cleanName(prepared.host),
            model: cleanName(prepared.modelLabel),
            size: formatBytes(prepared.bytes),
          })}
        </p>
      }
      actions={
        <>
          <Button onClick={() => send.answer(null)}>{t("common.cancel")}</Button>
          <Button
            level="filled"
            onClick={() =>
              send.answer({
                preparedId: prepared.preparedId,
                passages: kept,
                heldBack: kept.length < prepared.passages.length,
              })
            }
          >
            {t("cloud.send.yes", { count: kept.length })}
          </Button>
        </>
      }
    >
      <h3>{t("cloud.send.question")}</h3>
      <p className="kept" dir="auto" tabIndex={0}>
        {prepared.question}
      </p>
      <h3>{t("cloud.send.passages")}</h3>
      <ul className="grid gap-3">
        {prepared.passages.map((passage) => (
          <li key={passage.number} className="grid gap-1" data-testid="send-passage">
            <CheckBox
              checked={kept.includes(passage.number)}
              onChange={(on) =>
                setKept(
                  on ? [...kept, passage.number].sort((a, b) => a - b) : kept.filter((one) => one !== passage.number),
                )
              }
            >
              <span className="strong" dir="auto">
                {shortName(passage.documentName)}
              </span>
              <span className="muted" dir="auto">
                {longPlace(passage)}
              </span>
            </CheckBox>
            <p className="kept" dir="auto" tabIndex={0}>
              {passage.text}
            </p>
          </li>
        ))}
      </ul>
      {prepared.earlierMessages.length > 0 ? (
        <>
          <h3>{t("cloud.send.earlier")}</h3>
          {prepared.earlierMessages.map((message, index) => (
            <p key={index} className="kept" dir="auto" tabIndex={0}>
              {t(message.role === "user" ? "cloud.send.you" : "cloud.send.docent")}: {message.text}
            </p>
          ))}
        </>
      ) : null}
      <details>
        <summary className="muted">{t("cloud.send.instructions")}</summary>
        <p className="kept mt-2" tabIndex={0}>
          {prepared.instructions}
        </p>
      </details>
      <CheckBox checked={always} onChange={(on) => void page.changeSettings({ askBeforeEverySend: on })}>
        {t("cloud.send.always")}
      </CheckBox>
    </Dialog>
  );
}

/** The two questions that stand before anything leaves this computer. */
export function CloudDialogs() {
  const page = usePage();
  const { consent, send } = useStore(page.cloud.store);
  if (consent) return <Consent consent={consent} />;
  return send ? <FirstSend key={send.prepared.preparedId} send={send} /> : null;
}
