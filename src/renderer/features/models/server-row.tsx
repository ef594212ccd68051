import type { LucideIcon } from "lucide-react";
import { useState } from "react";

import type { Model } from "../../../shared/model-schemas.ts";
import { useApp, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";

function KeyDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const page = usePage();
  const keyStore = useApp((state) => state.capabilities?.keyStore ?? "session");
  const save = async (form: HTMLFormElement): Promise<void> => {
    const key = new FormData(form).get("key");
    if (typeof key !== "string" || key.trim() === "") return;
    const { kept } = await page.desktop.setKey({ modelId: model.id, key: key.trim() });
    page.toast(t(`models.server.keySaved.${kept}`));
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("models.server.setKey")}
      description={<p className="muted">{t(`models.server.key.${keyStore}`)}</p>}
      actions={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button type="submit" form="server-key" level="filled">
            {t("common.save")}
          </Button>
        </>
      }
    >
      <form
        id="server-key"
        onSubmit={(event) => {
          event.preventDefault();
          void save(event.currentTarget).catch(page.fail);
        }}
      >
        <span className="field">
          <input name="key" type="password" autoComplete="off" maxLength={1_000} aria-label={t("models.server.key")} />
        </span>
      </form>
    </Dialog>
  );
}

/** A server: whether it answers, its key, and the way to be rid of it. Checking sends no document text. */
export function ServerRow({ model, icon }: { model: Model; icon: LucideIcon }) {
  const page = usePage();
  const [check, setCheck] = useState<{ answers: boolean; message: string } | "running" | null>(null);
  const [keying, setKeying] = useState(false);
  const name = cleanName(model.label);
  const run = async (): Promise<void> => {
    setCheck("running");
    try {
      setCheck(await page.engine.models.checkServer({ id: model.id }));
    } catch (error) {
      setCheck(null);
      page.fail(error);
    }
  };
  const remove = async (): Promise<void> => {
    await page.engine.models.remove({ id: model.id });
    await page.desktop.removeKey({ modelId: model.id });
    page.app.setState({ models: await page.engine.models.list({}) });
    page.toast(t("models.server.removed", { name }));
  };
  return (
    <li className="search-model" data-testid="server">
      <Icon of={icon} className="muted" />
      <div className="min-w-0">
        <p className="strong text-base" dir="auto">
          {name}
        </p>
        <p className="muted break-words">
          {model.host ? cleanName(model.host) : ""}
          {check === "running" ? ` · ${t("models.server.checking")}` : ""}
          {check !== null && check !== "running" ? (
            <>
              {" · "}
              <span className={check.answers ? "ok" : "warn"}>{cleanName(check.message)}</span>
            </>
          ) : null}
        </p>
      </div>
      <div className="row-btns push gap-1">
        <Button level="ghost" onClick={() => void run()}>
          {t("models.server.check")}
        </Button>
        <Button level="ghost" onClick={() => setKeying(true)}>
          {t("models.server.setKey")}
        </Button>
        <Button level="ghost" onClick={() => void remove().catch(page.fail)}>
          {t("models.server.remove")}
        </Button>
      </div>
      {keying ? <KeyDialog model={model} onClose={() => setKeying(false)} /> : null}
    </li>
  );
}
