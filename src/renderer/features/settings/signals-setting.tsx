import { useCallback, useEffect, useState } from "react";

import { usePage } from "../../app/page.ts";
import type { EngineApi } from "../../engine-client/engine-client.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { download } from "../../ui/download.ts";
import { formatDate, formatTime } from "../../ui/format.ts";
import { SettingRow } from "./setting-row.tsx";

type Signals = Awaited<ReturnType<EngineApi["signals"]["list"]>>;

function SignalTable({ signals }: { signals: Signals }) {
  if (signals.signals.length === 0) return <p className="muted py-3">{t("settings.signals.none")}</p>;
  return (
    <div className="max-h-80 overflow-auto" tabIndex={0} role="region" aria-label={t("settings.signals")}>
      <table className="ledger-table">
        <thead>
          <tr>
            <th scope="col">{t("settings.signals.when")}</th>
            <th scope="col">{t("settings.signals.what")}</th>
            <th scope="col">{t("settings.signals.detail")}</th>
            <th scope="col">{t("settings.signals.where")}</th>
          </tr>
        </thead>
        <tbody>
          {signals.signals.map((signal) => (
            <tr key={signal.id} data-testid="signal-row">
              <td className="whitespace-nowrap">{`${formatDate(signal.at)} ${formatTime(signal.at)}`}</td>
              <td>{signal.type}</td>
              <td className="muted" dir="auto">
                {signal.value ?? "–"}
              </td>
              <td className="muted">{signal.surface}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Every stored choice can be seen, taken along and deleted. */
export function SignalsSetting() {
  const page = usePage();
  const [signals, setSignals] = useState<Signals | null>(null);
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const load = useCallback(() => {
    page.engine.signals.list({}).then(setSignals).catch(page.fail);
  }, [page]);
  useEffect(load, [load]);
  const exportAll = async (): Promise<void> => {
    const { fileName, jsonl } = await page.engine.signals.export({});
    download(fileName, jsonl, "application/jsonl");
  };
  const removeAll = async (): Promise<void> => {
    setAsking(false);
    const { removed } = await page.engine.signals.removeAll({});
    page.toast(t("settings.signals.deleted", { count: removed }));
    load();
  };
  return (
    <div>
      <SettingRow name={t("settings.signals")} note={t("settings.signals.note", { count: signals?.total ?? 0 })}>
        <Button aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? "settings.signals.hide" : "settings.signals.show")}
        </Button>
        <Button onClick={() => void exportAll().catch(page.fail)}>{t("settings.signals.export")}</Button>
        <Button onClick={() => setAsking(true)}>{t("settings.signals.delete")}</Button>
      </SettingRow>
      {open && signals ? <SignalTable signals={signals} /> : null}
      <Dialog
        open={asking}
        testId="delete-signals"
        onClose={() => setAsking(false)}
        title={t("settings.signals.delete.title")}
        description={<p>{t("settings.signals.delete.text")}</p>}
        actions={
          <>
            <Button onClick={() => setAsking(false)}>{t("common.cancel")}</Button>
            <Button level="danger" onClick={() => void removeAll().catch(page.fail)}>
              {t("settings.signals.delete.yes")}
            </Button>
          </>
        }
      />
    </div>
  );
}
