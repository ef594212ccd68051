import type { Document, Folder } from "../../../shared/library-schemas.ts";
import type { Page } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { cleanName } from "../../ui/file-name.ts";

/** Tells that a folder was added; its files are read while the user goes on. */
export async function folderAdded(page: Page, folder: Folder): Promise<void> {
  page.toast(t("library.added", { name: cleanName(folder.name) }));
  page.app.setState({ folders: await page.engine.library.folders({}) });
}

/** The system's folder dialog, or the page's own chooser where the host has none. */
export async function addFolder(page: Page): Promise<void> {
  try {
    if (page.app.getState().capabilities?.folderDialog !== "native") {
      page.openFolderChooser(true);
      return;
    }
    const folder = await page.desktop.pickFolder({});
    if (folder) await folderAdded(page, folder);
  } catch (error) {
    page.fail(error);
  }
}

export async function addSample(page: Page): Promise<void> {
  try {
    await folderAdded(page, await page.engine.library.addSample({}));
  } catch (error) {
    page.fail(error);
  }
}

/** Opens a document's text in the source panel. */
export function showDocument(page: Page, document: Document): void {
  page.source.show({
    entries: [
      {
        number: 1,
        documentId: document.id,
        documentName: document.name,
        page: null,
        heading: document.title ?? "",
        start: 0,
        end: 0,
        text: "",
        readAt: document.readAt ?? document.modifiedAt,
        answerId: null,
        runId: null,
        stored: false,
      },
    ],
    index: 0,
    owner: null,
    opener: null,
    takeFocus: true,
  });
}

/** Excludes files or takes them back in; the toast undoes it. */
export async function excludeDocuments(page: Page, ids: number[], excluded: boolean): Promise<void> {
  try {
    await page.engine.library.exclude({ ids, excluded });
    if (!excluded) return;
    page.toast(t("library.excluded", { count: ids.length }), {
      label: t("common.undo"),
      perform: () => void excludeDocuments(page, ids, false),
    });
  } catch (error) {
    page.fail(error);
  }
}
