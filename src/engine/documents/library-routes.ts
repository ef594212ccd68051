import { engineRoutes } from "../platform/routes.ts";
import type { Library } from "./library-types.ts";

/** What a page may ask of the library. */
export function libraryRoutes(library: Library) {
  const routes = engineRoutes.library;
  return {
    folders: routes.folders.handler(() => library.folders()),
    summary: routes.summary.handler(() => ({
      summary: library.summary(),
      progress: library.progress(),
    })),
    removeFolder: routes.removeFolder.handler(({ input }) => library.removeFolder(input.id)),
    renameFolder: routes.renameFolder.handler(({ input }) => library.renameFolder(input.id, input.name)),
    pause: routes.pause.handler(({ input }) => {
      library.pause(input.paused, input.folderId);
      return {};
    }),
    rescan: routes.rescan.handler(({ input }) => {
      library.rescan(input.folderId);
      return {};
    }),
    addSample: routes.addSample.handler(() => library.addSample()),
    documents: routes.documents.handler(({ input }) => library.documents(input)),
    retry: routes.retry.handler(({ input }) => {
      library.retry(input.ids);
      return {};
    }),
    exclude: routes.exclude.handler(({ input }) => {
      library.exclude(input.ids, input.excluded);
      return {};
    }),
    report: routes.report.handler(() => ({ csv: library.report() })),
    view: routes.view.handler(({ input }) => library.view(input.id)),
    text: routes.text.handler(({ input }) => library.text(input.id, input.start, input.end)),
    pageText: routes.pageText.handler(({ input }) => library.pageText(input.id, input.page)),
    locate: routes.locate.handler(({ input }) => library.locate(input.id, input.start, input.end)),
    starters: routes.starters.handler(() => library.starters()),
  };
}
