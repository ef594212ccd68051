import { Ellipsis, Folder as FolderIcon, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";

import type { Folder } from "../../../shared/library-schemas.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { formatDay } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { RemoveFolder } from "./remove-folder.tsx";

function stateOf(folder: Folder): { text: string; tone: string } {
  if (folder.state === "missing" || folder.state === "unreadable") {
    return { text: t(`library.folder.${folder.state}`), tone: "lost" };
  }
  if (folder.state === "paused") return { text: t("library.folder.paused"), tone: "paused" };
  if (folder.waiting > 0) {
    return {
      text: t("library.folder.reading", { done: folder.files - folder.waiting, files: folder.files }),
      tone: "busy",
    };
  }
  const read =
    folder.readAt === null ? "" : ` · ${t("library.folder.read", { ago: formatDay(folder.readAt, Date.now()) })}`;
  return { text: `${t(`library.folder.${folder.state}`)}${read}`, tone: "live" };
}

function FolderRow({ folder }: { folder: Folder }) {
  const page = usePage();
  const [renaming, setRenaming] = useState(false);
  const [removing, setRemoving] = useState(false);
  const name = cleanName(folder.name);
  const state = stateOf(folder);
  const paused = folder.state === "paused";
  const rename = (text: string): void => {
    setRenaming(false);
    const trimmed = text.trim().slice(0, 200);
    if (trimmed === "" || trimmed === folder.name) return;
    page.engine.library
      .renameFolder({ id: folder.id, name: trimmed })
      .then((renamed) =>
        page.app.setState(({ folders }) => ({
          folders: folders?.map((one) => (one.id === renamed.id ? renamed : one)) ?? null,
        })),
      )
      .catch(page.fail);
  };
  return (
    <li className="folder-row" data-testid="folder" data-state={folder.state}>
      <Icon of={FolderIcon} className="muted" />
      {renaming ? (
        <span className="field">
          <input
            autoFocus
            defaultValue={folder.name}
            aria-label={t("library.folder.name")}
            onFocus={(event) => event.currentTarget.select()}
            onBlur={(event) => rename(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "Escape") event.currentTarget.value = folder.name;
              if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
            }}
          />
        </span>
      ) : (
        <span className="strong cut" dir="auto">
          {name}
        </span>
      )}
      <span className="path muted cut" dir="ltr" title={folder.path}>
        {cleanName(folder.path)}
      </span>
      <span className="muted num text-end">{t("library.folder.files", { count: folder.files })}</span>
      <span className="state muted ps-4">
        <span className="live" data-tone={state.tone} />
        {state.text}
      </span>
      <span className="flex items-center">
        <Button
          level="ghost"
          small
          onClick={() => page.engine.library.pause({ paused: !paused, folderId: folder.id }).catch(page.fail)}
        >
          {t(paused ? "library.folder.resume" : "library.folder.pause")}
        </Button>
        <Menu trigger={<IconButton small label={t("library.folder.more", { name })} icon={Ellipsis} />}>
          <MenuItem icon={Pencil} onSelect={() => requestAnimationFrame(() => setRenaming(true))}>
            {t("library.folder.rename")}
          </MenuItem>
          <MenuItem onSelect={() => page.engine.library.rescan({ folderId: folder.id }).catch(page.fail)}>
            {t("library.rescan")}
          </MenuItem>
          <MenuLine />
          <MenuItem icon={Trash2} onSelect={() => setRemoving(true)}>
            {t("library.folder.remove")}
          </MenuItem>
        </Menu>
      </span>
      {removing ? <RemoveFolder folder={folder} onClose={() => setRemoving(false)} /> : null}
    </li>
  );
}

export function FolderList({ folders }: { folders: readonly Folder[] }) {
  return (
    <ul className="card rows my-5" aria-label={t("library.folders")}>
      {folders.map((folder) => (
        <FolderRow key={folder.id} folder={folder} />
      ))}
    </ul>
  );
}
