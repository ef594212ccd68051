import { useEffect } from "react";

import type { LedgerRow } from "../../../shared/feedback-schemas.ts";
import { useApp, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { cleanName, shortName } from "../../ui/file-name.ts";
import { formatBytes, formatDate, formatTime } from "../../ui/format.ts";

function contents(row: LedgerRow): string {
  if (row.passages === 0) return t("ledger.noText");
  const files = row.documents.map((one) => {
    const pages = one.pages.length > 0 ? ` p. ${one.pages.join(", ")}` : "";
    return `${shortName(one.name)}${pages}`;
  });
  return [t("ledger.passages", { count: row.passages }), files.join("; ")].filter((part) => part !== "").join(" · ");
}

/** Every request that left, with its bytes and what was in it. */
export function LedgerView() {
  const page = usePage();
  const rows = useApp((state) => state.ledger);
  useEffect(() => {
    document.title = `${t("ledger.title")} – Docent`;
    page.engine.ledger
      .list({})
      .then((ledger) => page.app.setState({ ledger }))
      .catch(page.fail);
  }, [page]);
  return (
    <main className="main" aria-label={t("ledger.title")} id="conversation" data-pane="main" tabIndex={-1}>
      <header className="head">
        <h1>{t("ledger.title")}</h1>
      </header>
      <div className="body" data-pane-focus tabIndex={-1}>
        {rows?.length === 0 ? <p className="muted">{t("ledger.empty")}</p> : null}
        {rows && rows.length > 0 ? (
          <>
            <p className="muted mb-4">{t("ledger.text")}</p>
            <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t("ledger.title")}>
              <table className="ledger-table">
                <thead>
                  <tr>
                    <th scope="col">{t("ledger.when")}</th>
                    <th scope="col">{t("ledger.purpose")}</th>
                    <th scope="col">{t("ledger.host")}</th>
                    <th scope="col">{t("ledger.content")}</th>
                    <th scope="col">{t("ledger.state")}</th>
                    <th scope="col" className="r">
                      {t("ledger.sent")}
                    </th>
                    <th scope="col" className="r">
                      {t("ledger.received")}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.id} data-testid="ledger-row">
                      <td className="whitespace-nowrap">{`${formatDate(row.at)} ${formatTime(row.at)}`}</td>
                      <td>{cleanName(row.purpose)}</td>
                      <td className="strong">{cleanName(row.host)}</td>
                      <td className="muted" dir="auto">
                        {contents(row)}
                      </td>
                      <td className="muted">{t(`ledger.state.${row.state}`)}</td>
                      <td className="r">{formatBytes(row.bytesSent)}</td>
                      <td className="r">{formatBytes(row.bytesReceived)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </>
        ) : null}
      </div>
    </main>
  );
}
