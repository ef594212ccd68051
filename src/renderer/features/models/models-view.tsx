import { CircleCheck, Plus, Search, ServerCog, TriangleAlert } from "lucide-react";
import { useEffect, useState } from "react";

import type { Model } from "../../../shared/model-schemas.ts";
import { useApp, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { formatBytes } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { AddServer } from "./add-server.tsx";
import { ServerRow } from "./server-row.tsx";

/** What is known of a model, in words; what is not known is left out. */
export function modelFacts(model: Model): { name: string; value: string }[] {
  return [
    { name: t("models.size"), value: model.sizeBytes === null ? "" : formatBytes(model.sizeBytes) },
    {
      name: t("models.context"),
      value: model.contextTokens === null ? "" : t("models.tokens", { count: model.contextTokens }),
    },
    { name: t("models.license"), value: model.license ?? "" },
    { name: t("models.place"), value: model.host ? cleanName(model.host) : t("models.here") },
  ].filter((fact) => fact.value !== "");
}

function StateLine({ model }: { model: Model }) {
  if (model.state !== "ready") {
    return (
      <p className="line">
        <Icon of={TriangleAlert} className="warn" />
        {model.reason
          ? cleanName(model.reason)
          : t(model.state === "missing" ? "models.missing" : "models.quarantined")}
      </p>
    );
  }
  const passed = model.qualification === "passed";
  return (
    <p className="line">
      <Icon of={passed ? CircleCheck : TriangleAlert} className={passed ? "ok" : "warn"} />
      {model.reason ? cleanName(model.reason) : t(`models.${model.qualification}`)}
    </p>
  );
}

function AnswerModel({ model, chosen, choose }: { model: Model; chosen: boolean; choose: () => void }) {
  const name = cleanName(model.label);
  return (
    <li role="presentation" className="model" data-testid="model" data-state={model.state}>
      <button
        type="button"
        className={chosen ? "radio on" : "radio"}
        role="radio"
        aria-checked={chosen}
        aria-label={name}
        onClick={choose}
      />
      <div>
        <h3>
          {name}
          {chosen ? <span className="tag">{t("models.inUse")}</span> : null}
          {model.qualification === "passed" ? null : <span className="tag">{t("models.weak")}</span>}
        </h3>
        <dl className="strip-facts">
          {modelFacts(model).map((fact) => (
            <div key={fact.name}>
              <dt>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </div>
          ))}
        </dl>
        <StateLine model={model} />
      </div>
      {chosen || model.state !== "ready" ? null : (
        <div className="row-btns self-start">
          <Button level="soft" onClick={choose}>
            {t("models.use")}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Which model writes in new conversations, which one searches, and servers that may be asked. */
export function ModelsView() {
  const page = usePage();
  const models = useApp((state) => state.models);
  const defaultId = useApp((state) => state.settings?.defaultModelId ?? "none");
  const [adding, setAdding] = useState(false);
  useEffect(() => {
    document.title = `${t("models.title")} – Docent`;
  }, []);
  const local = models?.filter((model) => model.role === "text" && model.kind !== "server") ?? [];
  const servers = models?.filter((model) => model.kind === "server") ?? [];
  const search = models?.filter((model) => model.role === "embedding") ?? [];
  const choose = (defaultModelId: string): void => void page.changeSettings({ defaultModelId });
  return (
    <main className="main" aria-label={t("models.title")} id="conversation" data-pane="main" tabIndex={-1}>
      <header className="head">
        <h1>{t("models.title")}</h1>
      </header>
      <div className="body" data-pane-focus tabIndex={-1}>
        <h2 className="label">{t("models.answer")}</h2>
        <ul className="card rows" role="radiogroup" aria-label={t("models.answer")}>
          <li role="presentation" className="model">
            <button
              type="button"
              className={defaultId === "none" ? "radio on" : "radio"}
              role="radio"
              aria-checked={defaultId === "none"}
              aria-label={t("models.quotes")}
              onClick={() => choose("none")}
            />
            <div>
              <h3>
                {t("models.quotes")}
                {defaultId === "none" ? <span className="tag">{t("models.inUse")}</span> : null}
              </h3>
              <p className="muted">{t("models.quotes.note")}</p>
            </div>
          </li>
          {local.map((model) => (
            <AnswerModel key={model.id} model={model} chosen={model.id === defaultId} choose={() => choose(model.id)} />
          ))}
        </ul>
        {models && local.length === 0 ? <p className="muted mt-2">{t("models.none")}</p> : null}
        <h2 className="label mt-6">{t("models.search")}</h2>
        <ul className="card rows">
          {search.map((model) => (
            <li key={model.id} className="search-model">
              <Icon of={Search} className="muted" />
              <div>
                <p className="strong text-base">{cleanName(model.label)}</p>
                <p className="muted">
                  {t("models.search.note", {
                    facts: modelFacts(model)
                      .map((fact) => fact.value)
                      .join(" · "),
                  })}
                </p>
              </div>
              <span className="push muted">{t("models.search.always")}</span>
            </li>
          ))}
        </ul>
        <div className="flex items-end gap-4 mt-6">
          <div>
            <h2 className="label mb-1">{t("models.servers")}</h2>
            <p className="muted max-w-160">{t("models.servers.note")}</p>
          </div>
          <Button icon={Plus} className="push" onClick={() => setAdding(true)}>
            {t("models.server.add")}
          </Button>
        </div>
        {servers.length > 0 ? (
          <ul className="card rows mt-3">
            {servers.map((model) => (
              <ServerRow key={model.id} model={model} icon={ServerCog} />
            ))}
          </ul>
        ) : null}
      </div>
      {adding ? <AddServer onClose={() => setAdding(false)} /> : null}
    </main>
  );
}
