import { useState } from "react";

import { useApp, usePage } from "../../app/page.ts";
import { toPageError } from "../../engine-client/page-error.ts";
import { errorText } from "../../strings/error-texts.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { isServerAddress } from "./server-address.ts";

interface Fields {
  label: string;
  baseUrl: string;
  model: string;
  key: string;
}

type Errors = Partial<Record<keyof Fields, string>>;

function check(fields: Fields): Errors {
  const errors: Errors = {};
  const needed = (name: "label" | "model"): void => {
    if (fields[name].trim() === "") errors[name] = t(`models.server.needed.${name}`);
  };
  needed("label");
  if (!isServerAddress(fields.baseUrl)) errors.baseUrl = t("models.server.invalid");
  needed("model");
  return errors;
}

interface FieldProps {
  name: keyof Fields;
  label: string;
  error: string | undefined;
  secret?: boolean;
  placeholder?: string;
  longest: number;
}

function TextField({ name, label, error, secret, placeholder, longest }: FieldProps) {
  return (
    <label className="labelled">
      <span>{label}</span>
      <span className="field">
        <input
          name={name}
          type={secret ? "password" : "text"}
          autoComplete="off"
          spellCheck={false}
          maxLength={longest}
          placeholder={placeholder}
          aria-invalid={error !== undefined}
          aria-describedby={error ? `${name}-error` : undefined}
        />
      </span>
      {error ? (
        <span className="field-error" id={`${name}-error`}>
          {error}
        </span>
      ) : null}
    </label>
  );
}

/** Adds a server with the OpenAI interface. Says where the key will be kept before it is typed. */
export function AddServer({ onClose }: { onClose: () => void }) {
  const page = usePage();
  const keyStore = useApp((state) => state.capabilities?.keyStore ?? "session");
  const [errors, setErrors] = useState<Errors>({});
  const [busy, setBusy] = useState(false);
  const save = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    const text = (name: keyof Fields): string => {
      const value = data.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    const fields = { label: text("label"), baseUrl: text("baseUrl"), model: text("model"), key: text("key") };
    const found = check(fields);
    setErrors(found);
    const first = Object.keys(found)[0];
    if (first) {
      form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
      return;
    }
    setBusy(true);
    try {
      const model = await page.engine.models.addServer({
        label: fields.label,
        baseUrl: fields.baseUrl,
        model: fields.model,
      });
      if (fields.key !== "") {
        const { kept } = await page.desktop.setKey({ modelId: model.id, key: fields.key });
        page.toast(t(`models.server.keySaved.${kept}`));
      }
      page.app.setState({ models: await page.engine.models.list({}) });
      onClose();
    } catch (error) {
      setBusy(false);
      setErrors({ baseUrl: errorText(toPageError(error).wire).what });
    }
  };
  return (
    <Dialog
      open
      testId="add-server"
      onClose={onClose}
      title={t("models.server.title")}
      actions={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          <Button
            type="submit"
            form="add-server"
            level="filled"
            disabledReason={busy ? t("common.loading") : undefined}
          >
            {t("models.server.save")}
          </Button>
        </>
      }
    >
      <form
        id="add-server"
        className="grid gap-3"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void save(event.currentTarget);
        }}
      >
        <TextField name="label" label={t("models.server.label")} error={errors.label} longest={80} />
        <TextField
          name="baseUrl"
          label={t("models.server.address")}
          error={errors.baseUrl}
          placeholder={t("models.server.addressHint")}
          longest={400}
        />
        <TextField name="model" label={t("models.server.model")} error={errors.model} longest={200} />
        <TextField name="key" label={t("models.server.key")} error={errors.key} secret longest={1_000} />
        <p className="xs muted">{t(`models.server.key.${keyStore}`)}</p>
      </form>
    </Dialog>
  );
}
