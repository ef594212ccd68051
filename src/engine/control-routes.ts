import type { Library } from "./documents/library-types.ts";
import type { Models } from "./models/models.ts";
import { controlRoutes } from "./platform/routes.ts";

/** What only the shell may tell the engine. `stop` closes the engine; the shell ends the process afterwards. */
export function controlRoutesOf({
  library,
  models,
  stop,
}: {
  library: Library;
  models: Models;
  stop: () => Promise<void>;
}) {
  return controlRoutes.router({
    grantFolder: controlRoutes.grantFolder.handler(({ input }) => library.grantFolder(input.path)),
    documentPath: controlRoutes.documentPath.handler(({ input }) => library.documentPath(input.documentId)),
    setKey: controlRoutes.setKey.handler(({ input }) => {
      models.setKey(input.modelId, input.key);
      return {};
    }),
    removeKey: controlRoutes.removeKey.handler(({ input }) => {
      models.removeKey(input.modelId);
      return {};
    }),
    pagePicture: controlRoutes.pagePicture.handler(async ({ input }) => ({
      png: Buffer.from(await library.pagePicture(input.documentId, input.page, input.width)).toString("base64"),
    })),
    stop: controlRoutes.stop.handler(async () => {
      await stop();
      return {};
    }),
  });
}
