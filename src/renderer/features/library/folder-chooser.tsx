import { ArrowUp, Folder as FolderIcon } from "lucide-react";
import { useEffect, useState } from "react";

import { usePage } from "../../app/page.ts";
import type { DesktopApi } from "../../engine-client/engine-client.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";
import { folderAdded } from "./library-actions.ts";

type Listing = Awaited<ReturnType<DesktopApi["browseFolders"]>>;

/** Chooses one of the host's folders by walking through them; the page only ever holds their ids. */
export function FolderChooser() {
  const page = usePage();
  /** The folder that was clicked; without an id, the places to begin with. A new object for every click. */
  const [wanted, setWanted] = useState<{ id?: string }>({});
  const [listed, setListed] = useState<{ of: object; listing: Listing } | null>(null);
  const [busy, setBusy] = useState(false);
  const close = (): void => page.openFolderChooser(false);
  useEffect(() => {
    let current = true;
    const list = async (): Promise<void> => {
      try {
        const found = await page.desktop.browseFolders(wanted);
        if (current) setListed({ of: wanted, listing: found });
      } catch (error) {
        // What is on screen stays and is what would be used.
        if (current) setListed((before) => before && { ...before, of: wanted });
        page.fail(error);
      }
    };
    void list();
    return () => {
      current = false;
    };
  }, [page, wanted]);
  const listing = listed?.listing ?? null;
  const show = (id: string | null): void => setWanted(id === null ? {} : { id });
  // While another folder is on its way, the one on screen must not be taken for it.
  const chosen = busy || listed?.of !== wanted ? null : (listing?.id ?? null);
  const use = async (): Promise<void> => {
    if (chosen === null) return;
    setBusy(true);
    try {
      await folderAdded(page, await page.desktop.chooseBrowsedFolder({ id: chosen }));
      close();
    } catch (error) {
      setBusy(false);
      page.fail(error);
    }
  };
  return (
    <Dialog
      open
      testId="folder-chooser"
      onClose={close}
      title={t("library.choose.title")}
      description={<p className="muted">{t("library.choose.text")}</p>}
      actions={
        <>
          <Button onClick={close}>{t("common.cancel")}</Button>
          <Button
            level="filled"
            disabledReason={chosen === null ? t("library.choose.title") : undefined}
            onClick={() => void use()}
          >
            {t("library.choose.use")}
          </Button>
        </>
      }
    >
      {listing ? (
        <>
          <div className="flex items-center gap-2">
            <Button
              icon={ArrowUp}
              disabledReason={listing.parentId === null ? t("library.choose.places") : undefined}
              onClick={() => show(listing.parentId)}
            >
              {t("library.choose.up")}
            </Button>
            <span className="strong cut" dir="auto" data-testid="folder-shown">
              {cleanName(listing.name) || t("library.choose.places")}
            </span>
            <span className="push muted num">{t("library.choose.files", { count: listing.files })}</span>
          </div>
          <ul className="card folder-choices" aria-label={t("library.folders")}>
            {listing.folders.map((folder) => (
              <li key={folder.id}>
                <button type="button" onClick={() => show(folder.id)} data-testid="folder-choice">
                  <Icon of={FolderIcon} className="muted" />
                  <span className="cut" dir="auto">
                    {cleanName(folder.name)}
                  </span>
                </button>
              </li>
            ))}
            {listing.folders.length === 0 ? <li className="muted p-3">{t("library.choose.none")}</li> : null}
          </ul>
        </>
      ) : null}
    </Dialog>
  );
}
