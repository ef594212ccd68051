import { ArrowDown, ArrowUp, CircleCheck, CircleDot, CircleMinus, Clock, Ellipsis, OctagonAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useRef, useState } from "react";
import { Virtuoso } from "react-virtuoso";
import type { VirtuosoHandle } from "react-virtuoso";

import type { Document } from "../../../shared/library-schemas.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../../ui/button.tsx";
import { CheckBox } from "../../ui/check-box.tsx";
import { cleanName, shortName } from "../../ui/file-name.ts";
import { formatBytes, formatDay, formatNumber } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { useNow } from "../../ui/use-now.ts";
import type { DocumentQuery, DocumentRows, SortColumn } from "./document-rows.ts";
import { showDocument } from "./library-actions.ts";
import { outcomeGroup, reasonText } from "./outcome-words.ts";
import type { OutcomeGroup } from "./outcome-words.ts";

const outcomeLook: Record<OutcomeGroup, { icon: LucideIcon; colour: string }> = {
  ready: { icon: CircleCheck, colour: "ok" },
  partly: { icon: CircleDot, colour: "partly" },
  failed: { icon: OctagonAlert, colour: "danger" },
  waiting: { icon: Clock, colour: "faint" },
  skipped: { icon: CircleMinus, colour: "faint" },
  excluded: { icon: CircleMinus, colour: "faint" },
};

const columns: { id: SortColumn | "reason"; wide?: boolean; right?: boolean }[] = [
  { id: "name" },
  { id: "folder", wide: true },
  { id: "outcome" },
  { id: "reason" },
  { id: "pages", wide: true, right: true },
  { id: "size", right: true },
  { id: "modified", right: true },
  { id: "read", wide: true, right: true },
];

interface HeadingsProps {
  query: DocumentQuery;
  onSort: (sort: SortColumn) => void;
  all: { checked: boolean; partly: boolean; onChange: (on: boolean) => void };
}

function Headings({ query, onSort, all }: HeadingsProps) {
  return (
    <div className="trow headings" role="row">
      <span className="tick" role="columnheader">
        <CheckBox
          label={t("library.selectAll")}
          checked={all.checked}
          partly={all.partly}
          onChange={all.onChange}
          tabIndex={-1}
        />
      </span>
      {columns.map((column) => {
        const sorted = query.sort === column.id;
        const label = t(`library.column.${column.id}`);
        return (
          <span
            key={column.id}
            role="columnheader"
            className={[column.wide ? "wide" : "", column.right ? "r" : "", column.id === "reason" ? "reason-head" : ""]
              .join(" ")
              .trim()}
            aria-sort={sorted ? (query.descending ? "descending" : "ascending") : undefined}
          >
            {column.id === "reason" ? (
              label
            ) : (
              <button type="button" tabIndex={-1} onClick={() => onSort(column.id as SortColumn)}>
                {label}
                {sorted ? (
                  <>
                    {" "}
                    {query.descending ? (
                      <ArrowDown className="inline size-3" aria-hidden="true" />
                    ) : (
                      <ArrowUp className="inline size-3" aria-hidden="true" />
                    )}
                  </>
                ) : null}
              </button>
            )}
          </span>
        );
      })}
      <span role="columnheader" className="row-menu">
        <span className="sr">{t("common.more")}</span>
      </span>
    </div>
  );
}

interface RowProps {
  document: Document;
  index: number;
  active: boolean;
  selected: boolean;
  onSelect: (on: boolean) => void;
  onActive: () => void;
}

function DocumentRow({ document, index, active, selected, onSelect, onActive }: RowProps) {
  const page = usePage();
  const group = outcomeGroup(document.outcome);
  const look = outcomeLook[group];
  const now = useNow();
  const name = cleanName(document.name);
  const readable = group === "ready" || group === "partly";
  return (
    <div
      className="trow"
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active}
      data-state={group}
      data-testid="document-row"
      onPointerDown={onActive}
      onDoubleClick={() => (readable ? showDocument(page, document) : undefined)}
    >
      <span className="tick" role="gridcell">
        <CheckBox label={t("library.select", { name })} checked={selected} onChange={onSelect} tabIndex={-1} />
      </span>
      <span className="name cut" role="gridcell" dir="auto" title={cleanName(document.relativePath)}>
        {shortName(document.name, 26)}
      </span>
      <span className="wide cut" role="gridcell" dir="auto">
        {cleanName(document.folderName)}
      </span>
      <span role="gridcell">
        <span className="state">
          <Icon of={look.icon} className={look.colour} />
          {t(`library.outcome.${group}`)}
        </span>
      </span>
      <span className="reason" role="gridcell" dir="auto">
        {reasonText(document)}
      </span>
      <span className="wide r" role="gridcell">
        {document.pages === null ? "–" : formatNumber(document.pages)}
      </span>
      <span className="r" role="gridcell">
        {formatBytes(document.size)}
      </span>
      <span className="r" role="gridcell">
        {formatDay(document.modifiedAt, now)}
      </span>
      <span className="wide r" role="gridcell">
        {document.readAt === null ? "–" : formatDay(document.readAt, now)}
      </span>
      <span role="gridcell" className="row-menu">
        <Menu
          trigger={
            <IconButton small label={t("library.row.more", { name })} icon={Ellipsis} tabIndex={active ? 0 : -1} />
          }
        >
          {readable ? <MenuItem onSelect={() => showDocument(page, document)}>{t("library.row.open")}</MenuItem> : null}
          <MenuItem
            onSelect={() =>
              void page.desktop
                .openDocument({ documentId: document.id, page: null })
                .then((result) => (result.opened ? undefined : page.toast(result.message ?? t("source.notOpened"))))
                .catch(page.fail)
            }
          >
            {t("source.openViewer")}
          </MenuItem>
          <MenuItem onSelect={() => void page.desktop.showInFolder({ documentId: document.id }).catch(page.fail)}>
            {t("source.showInFolder")}
          </MenuItem>
          {group === "failed" || group === "partly" ? (
            <MenuItem onSelect={() => void page.engine.library.retry({ ids: [document.id] }).catch(page.fail)}>
              {t("library.retry")}
            </MenuItem>
          ) : null}
          <MenuItem
            onSelect={() =>
              void page.engine.library.exclude({ ids: [document.id], excluded: group !== "excluded" }).catch(page.fail)
            }
          >
            {t(group === "excluded" ? "library.include" : "library.exclude")}
          </MenuItem>
        </Menu>
      </span>
    </div>
  );
}

interface TableProps {
  rows: DocumentRows;
  query: DocumentQuery;
  onSort: (sort: SortColumn) => void;
  selected: ReadonlySet<number>;
  onSelected: (selected: Set<number>) => void;
}

/** The files as a grid: one stop of the Tab key, arrows walk, Space selects, Shift with an arrow selects on. */
export function DocumentTable({ rows, query, onSort, selected, onSelected }: TableProps) {
  const page = usePage();
  const list = useRef<VirtuosoHandle>(null);
  const [active, setActive] = useState(0);
  const total = rows.total ?? 0;
  const toggle = (id: number, on: boolean): void => {
    const next = new Set(selected);
    if (on) next.add(id);
    else next.delete(id);
    onSelected(next);
  };
  const onKey = (event: React.KeyboardEvent<HTMLElement>): void => {
    const to: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + 12,
      PageUp: active - 12,
      Home: 0,
      End: total - 1,
    };
    const target = to[event.key];
    const row = rows.row(active);
    if (target !== undefined && total > 0) {
      event.preventDefault();
      const next = Math.min(total - 1, Math.max(0, target));
      const nextRow = rows.row(next);
      if (event.shiftKey && nextRow) onSelected(new Set([...selected, ...(row ? [row.id] : []), nextRow.id]));
      setActive(next);
      list.current?.scrollIntoView({ index: next });
    }
    if (event.target !== event.currentTarget) return;
    if (event.key === " " && row) {
      event.preventDefault();
      toggle(row.id, !selected.has(row.id));
    }
    if (event.key === "Enter" && row) showDocument(page, row);
  };
  const loaded = rows.loaded;
  const rowAt = (index: number): React.ReactNode => {
    const document = rows.row(index);
    if (!document) return <div className="trow" role="row" aria-rowindex={index + 2} />;
    return (
      <DocumentRow
        document={document}
        index={index}
        active={index === active}
        selected={selected.has(document.id)}
        onSelect={(on) => toggle(document.id, on)}
        onActive={() => setActive(index)}
      />
    );
  };
  return (
    <div
      className="file-table"
      role="grid"
      aria-label={t("library.files")}
      aria-rowcount={total + 1}
      aria-multiselectable="true"
      tabIndex={0}
      onKeyDown={onKey}
    >
      <Headings
        query={query}
        onSort={onSort}
        all={{
          checked: loaded.length > 0 && loaded.every((row) => selected.has(row.id)),
          partly: selected.size > 0,
          onChange: (on) => onSelected(on ? new Set(loaded.map((row) => row.id)) : new Set()),
        }}
      />
      {rows.total === 0 ? <p className="muted p-4">{t("library.none")}</p> : null}
      <Virtuoso
        ref={list}
        role="rowgroup"
        tabIndex={-1}
        className="file-rows flex-1"
        totalCount={total}
        defaultItemHeight={36}
        increaseViewportBy={400}
        rangeChanged={({ startIndex, endIndex }) => rows.need(startIndex, endIndex)}
        itemContent={rowAt}
      />
    </div>
  );
}
