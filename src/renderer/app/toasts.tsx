import { Toast as Base } from "radix-ui";

import { t } from "../strings/strings.ts";
import { useApp, usePage } from "./page.ts";

/** One toast at a time: long enough to act when it holds an action, short when it only tells. F8 leads to it. */
export function Toasts() {
  const page = usePage();
  const toast = useApp((state) => state.toast);
  return (
    <>
      {toast ? (
        <Base.Root
          key={toast.id}
          className="toast"
          duration={toast.action ? 10_000 : 4_000}
          onOpenChange={(open) => {
            if (!open && page.app.getState().toast?.id === toast.id) page.app.setState({ toast: null });
          }}
        >
          <Base.Description>{toast.text}</Base.Description>
          {toast.action ? (
            <Base.Action asChild altText={toast.action.label} onClick={toast.action.perform}>
              <button type="button" className="btn small">
                {toast.action.label}
              </button>
            </Base.Action>
          ) : (
            <Base.Close asChild>
              <button type="button" className="btn small">
                {t("common.close")}
              </button>
            </Base.Close>
          )}
        </Base.Root>
      ) : null}
      <Base.Viewport className="toasts" />
    </>
  );
}
