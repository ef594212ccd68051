import {
  ChevronDown,
  Check,
  Ellipsis,
  FileDown,
  FolderPlus,
  LibraryBig,
  Pause,
  Play,
  Plus,
  RefreshCw,
  Search,
} from "lucide-react";
import { useEffect, useMemo, useState } from "react";

import type { DocumentGroup, LibrarySummary } from "../../../shared/library-schemas.ts";
import { useApp, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { download } from "../../ui/download.ts";
import { cleanName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";
import { Menu, MenuChoice, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { Coverage } from "./coverage.tsx";
import { useDocumentRows } from "./document-rows.ts";
import type { DocumentQuery, SortColumn } from "./document-rows.ts";
import { DocumentTable } from "./document-table.tsx";
import { FolderList } from "./folder-list.tsx";
import { addFolder, addSample, excludeDocuments } from "./library-actions.ts";

const groups: readonly DocumentGroup[] = ["all", "failed", "partly", "waiting", "skipped"];

function groupCount(group: DocumentGroup, summary: LibrarySummary): number {
  return group === "all" ? summary.files : summary[group];
}

function Empty() {
  const page = usePage();
  return (
    <div className="first-step" data-testid="library-empty">
      <h2>{t("library.empty.title")}</h2>
      <p className="text-base muted">{t("library.empty.text")}</p>
      <div className="row-btns mt-2">
        <Button level="filled" icon={FolderPlus} onClick={() => void addFolder(page)}>
          {t("library.add")}
        </Button>
        <Button icon={LibraryBig} onClick={() => void addSample(page)}>
          {t("chat.first.sample")}
        </Button>
      </div>
    </div>
  );
}

interface FiltersProps {
  query: DocumentQuery;
  onQuery: (query: DocumentQuery) => void;
  summary: LibrarySummary;
}

function Filters({ query, onQuery, summary }: FiltersProps) {
  const folders = useApp((state) => state.folders) ?? [];
  const folder = folders.find((one) => one.id === query.folderId);
  return (
    <>
      <div className="row-btns" role="group" aria-label={t("library.groups")}>
        {groups.map((group) => (
          <button
            key={group}
            type="button"
            className="pill num"
            aria-pressed={query.group === group}
            onClick={() => onQuery({ ...query, group })}
          >
            {query.group === group ? <Icon of={Check} /> : null}
            {t(`library.group.${group}`, { count: groupCount(group, summary) })}
          </button>
        ))}
      </div>
      {folders.length > 1 ? (
        <Menu
          align="start"
          trigger={
            <button type="button" className="btn ghost small">
              {folder ? cleanName(folder.name) : t("library.folderFilter")}
              <ChevronDown className="i chev" aria-hidden="true" strokeWidth={1.75} />
            </button>
          }
        >
          <MenuChoice chosen={query.folderId === null} onSelect={() => onQuery({ ...query, folderId: null })}>
            {t("library.folderFilter.all")}
          </MenuChoice>
          <MenuLine />
          {folders.map((one) => (
            <MenuChoice
              key={one.id}
              chosen={query.folderId === one.id}
              onSelect={() => onQuery({ ...query, folderId: one.id })}
            >
              {cleanName(one.name)}
            </MenuChoice>
          ))}
        </Menu>
      ) : null}
    </>
  );
}

/** Counts up when the library's numbers change, so that the table loads what it shows again. */
function useVersion(summary: LibrarySummary | null): number {
  const key = summary ? JSON.stringify([summary.files, summary.outcomes, summary.duplicates]) : "";
  const [version, setVersion] = useState({ key, count: 0 });
  if (version.key !== key) setVersion({ key, count: version.count + 1 });
  return version.count;
}

/** Folders and files: what can be searched, what can't and why, and what to do about it. */
export function LibraryView() {
  const page = usePage();
  const folders = useApp((state) => state.folders);
  const summary = useApp((state) => state.summary);
  const progress = useApp((state) => state.progress);
  const [query, setQuery] = useState<DocumentQuery>({
    group: "all",
    folderId: null,
    nameContains: "",
    sort: "name",
    descending: false,
  });
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set());
  const rows = useDocumentRows(query, useVersion(summary));
  useEffect(() => {
    document.title = `${t("library.title")} – Docent`;
  }, []);
  const onQuery = (next: DocumentQuery): void => {
    setQuery(next);
    setSelected(new Set());
  };
  const onSort = (sort: SortColumn): void =>
    setQuery({
      ...query,
      sort,
      descending: query.sort === sort ? !query.descending : sort === "read" || sort === "modified",
    });
  const ids = useMemo(() => [...selected], [selected]);
  const paused = progress?.state === "paused";
  const report = (): void => {
    page.engine.library
      .report({})
      .then(({ csv }) => download("docent-files.csv", csv, "text/csv"))
      .catch(page.fail);
  };
  const empty = folders !== null && folders.length === 0;
  return (
    <main className="main" aria-label={t("library.title")} id="conversation" data-pane="main" tabIndex={-1}>
      <header className="head">
        <h1>{t("library.title")}</h1>
        {empty ? null : (
          <div className="tools gap-2">
            <label className="field w-50">
              <Icon of={Search} />
              <input
                type="search"
                placeholder={t("library.filter")}
                aria-label={t("library.filter")}
                onChange={(event) => onQuery({ ...query, nameContains: event.currentTarget.value.slice(0, 200) })}
              />
            </label>
            <Button
              icon={paused ? Play : Pause}
              className="wide-only"
              onClick={() => page.engine.library.pause({ paused: !paused }).catch(page.fail)}
            >
              {t(paused ? "library.resume" : "library.pause")}
            </Button>
            <Button level="filled" icon={Plus} onClick={() => void addFolder(page)}>
              {t("library.add")}
            </Button>
            <Menu trigger={<IconButton label={t("common.more")} icon={Ellipsis} />}>
              <MenuItem icon={RefreshCw} onSelect={() => void page.engine.library.rescan({}).catch(page.fail)}>
                {t("library.rescan")}
              </MenuItem>
              <MenuItem icon={FileDown} onSelect={report}>
                {t("library.report")}
              </MenuItem>
              <MenuItem icon={LibraryBig} onSelect={() => void addSample(page)}>
                {t("library.addSample")}
              </MenuItem>
            </Menu>
          </div>
        )}
      </header>
      <div className="library" data-pane-focus tabIndex={-1}>
        {empty ? <Empty /> : null}
        {!empty && folders && summary && progress ? (
          <>
            <Coverage summary={summary} progress={progress} />
            <FolderList folders={folders} />
            <div className="row-btns mb-3">
              <Filters query={query} onQuery={onQuery} summary={summary} />
              {ids.length > 0 ? (
                <>
                  <span className="push muted num">{t("library.selected", { count: ids.length })}</span>
                  <Button small onClick={() => void page.engine.library.retry({ ids }).catch(page.fail)}>
                    {t("library.retry")}
                  </Button>
                  <Button small onClick={() => void excludeDocuments(page, ids, true)}>
                    {t("library.exclude")}
                  </Button>
                </>
              ) : null}
            </div>
            <DocumentTable rows={rows} query={query} onSort={onSort} selected={selected} onSelected={setSelected} />
          </>
        ) : null}
      </div>
    </main>
  );
}
