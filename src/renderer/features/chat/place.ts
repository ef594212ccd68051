import { t } from "../../strings/strings.ts";
import { cleanName } from "../../ui/file-name.ts";

interface Placed {
  page: number | null;
  heading: string;
}

/** Where a passage stands, short: "p. 4", else its last heading. */
export function shortPlace({ page, heading }: Placed): string {
  return page === null ? lastHeading(heading) : t("chat.pageShort", { page });
}

/** Page and heading for a line of its own: "page 6 · Results". */
export function longPlace({ page, heading }: Placed): string {
  return [page === null ? "" : t("chat.page", { page }), lastHeading(heading)]
    .filter((part) => part !== "")
    .join(" · ");
}

function lastHeading(heading: string): string {
  return cleanName(heading.split(" › ").at(-1) ?? "");
}

/** The name of a citation for those who hear it. */
export function citeLabel(number: number, source: Placed & { documentName: string }): string {
  const name = cleanName(source.documentName);
  return source.page === null
    ? t("chat.cite", { number, name })
    : t("chat.cite.page", { number, name, page: source.page });
}
