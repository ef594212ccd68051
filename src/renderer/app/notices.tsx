import { TriangleAlert } from "lucide-react";

import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icon.tsx";
import { useApp } from "./page.ts";

/** What concerns the whole window: the engine is away, or the data may only be read. */
export function Notices() {
  const wire = useApp((state) => state.wire);
  const readOnly = useApp((state) => state.status?.readOnly === true);
  const broken = wire === "gone" || wire === "dead";
  if (!broken && !readOnly) return null;
  return (
    <div className="notice" data-testid="notice">
      <Icon of={TriangleAlert} />
      {t(wire === "dead" ? "app.dead" : broken ? "app.gone" : "app.readOnly")}
    </div>
  );
}
