import { useEffect, useState } from "react";

import type { Folder } from "../../../shared/library-schemas.ts";
import { usePage } from "../../app/page.ts";
import type { EngineApi } from "../../engine-client/engine-client.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { cleanName } from "../../ui/file-name.ts";

/** Passages of a folder, counted over its files. */
async function countPassages(engine: EngineApi, folderId: number): Promise<number> {
  let passages = 0;
  for (let offset = 0; ; offset += 500) {
    const { documents, total } = await engine.library.documents({ folderId, offset, limit: 500 });
    for (const document of documents) passages += document.passages;
    if (documents.length === 0 || offset + documents.length >= total) return passages;
  }
}

/** D3: names what goes and what stays, and afterwards says what is left. */
export function RemoveFolder({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const page = usePage();
  const [passages, setPassages] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let current = true;
    countPassages(page.engine, folder.id)
      .then((count) => (current ? setPassages(count) : undefined))
      .catch(page.fail);
    return () => {
      current = false;
    };
  }, [page, folder.id]);
  const files = t("library.folder.files", { count: folder.files });
  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      const gone = await page.engine.library.removeFolder({ id: folder.id });
      page.app.setState({ folders: await page.engine.library.folders({}) });
      page.toast(
        t("library.removed", {
          count: gone.passagesLeft,
          files: t("library.folder.files", { count: gone.documents }),
        }),
      );
    } catch (error) {
      page.fail(error);
    }
    onClose();
  };
  return (
    <Dialog
      open
      testId="remove-folder"
      onClose={onClose}
      title={t("library.remove.title", { name: cleanName(folder.name) })}
      description={
        <p>
          {passages === null
            ? t("library.remove.filesOnly", { files })
            : t("library.remove.text", { files, passages: t("library.remove.passages", { count: passages }) })}
        </p>
      }
      actions={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button level="danger" disabledReason={busy ? t("common.loading") : undefined} onClick={() => void remove()}>
            {t("common.remove")}
          </Button>
        </>
      }
    />
  );
}
