import { OctagonAlert } from "lucide-react";
import { useState } from "react";

import type { WireError } from "../../../shared/error-codes.ts";
import { go } from "../../app/route.ts";
import { errorText } from "../../strings/error-texts.ts";
import type { ErrorAction } from "../../strings/error-texts.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";

interface ErrorSlotProps {
  error: WireError;
  onAgain: () => void;
  onQuotes: () => void;
}

/** An error stands where the answer would stand: what happened, what is safe, what can be done next. */
export function ErrorSlot({ error, onAgain, onQuotes }: ErrorSlotProps) {
  const [details, setDetails] = useState(false);
  const text = errorText(error);
  const perform: Record<ErrorAction, () => void> = {
    "try-again": onAgain,
    "ask-again": onAgain,
    "quotes-only": onQuotes,
    "get-model": () => go({ view: "models" }),
    "fewer-passages": onAgain,
    "new-chat": () => go({ view: "chat", conversationId: null }),
    library: () => go({ view: "library" }),
    models: () => go({ view: "models" }),
  };
  return (
    <div className="error-slot" data-testid="answer-error" data-code={error.code}>
      <div className="line">
        <Icon of={OctagonAlert} />
        <div>
          <p className="strong">{text.what}</p>
          {text.safe ? <p>{text.safe}</p> : null}
        </div>
      </div>
      <div className="row-btns">
        {text.actions.map((action) => (
          <Button key={action} onClick={perform[action]}>
            {t(`error.action.${action}`)}
          </Button>
        ))}
        <Button level="ghost" aria-expanded={details} onClick={() => setDetails(!details)}>
          {t("chat.details")}
        </Button>
      </div>
      {details ? <pre>{[error.code, error.message, error.nextStep ?? ""].filter(Boolean).join("\n")}</pre> : null}
    </div>
  );
}
