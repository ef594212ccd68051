import { t } from "../strings/strings.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { checkLink } from "./link-address.ts";
import { useApp, usePage } from "./page.ts";

/** D5: nothing is opened outside before its whole address was seen. */
export function LinkDialog() {
  const page = usePage();
  const link = useApp((state) => state.link);
  const checked = link === null ? null : checkLink(link);
  const close = (): void => page.app.setState({ link: null });
  if (checked === null) return null;
  if (!checked.ok) {
    return (
      <Dialog
        open
        onClose={close}
        title={t("app.links.refused")}
        actions={<Button onClick={close}>{t("common.close")}</Button>}
      />
    );
  }
  const [before = "", ...rest] = checked.url.split(checked.host);
  return (
    <Dialog
      open
      onClose={close}
      title={t("app.links.title")}
      description={
        <p className="kept" dir="ltr">
          {before}
          <strong>{checked.host}</strong>
          {rest.join(checked.host)}
        </p>
      }
      actions={
        <>
          <Button onClick={close}>{t("common.cancel")}</Button>
          <Button
            level="filled"
            onClick={() => {
              close();
              page.desktop.openLink({ url: checked.url }).catch(page.fail);
            }}
          >
            {t("app.links.open")}
          </Button>
        </>
      }
    />
  );
}
