/** How the filters are learned. */

import type { ChangeEvent } from "react";
import type { BankEntry } from "../../session/wire";
import { methodOf, useSession } from "../../state/session-store";
import { alikeBanks, chosenOf, defaultTitle, type TrainingSettings } from "../../state/training-settings";
import { changeSettings, useTraining } from "../../state/training-store";
import { entryText, t } from "../../text/text";
import { bankWords } from "../common/bank-words";
import { Check } from "../common/check";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Select } from "../common/select";
import { Row } from "../common/setting-row";
import { partOf } from "../methods/registry";
import { DegradationRows } from "./degradation-rows";

export function SettingsSection() {
  const settings = useTraining((state) => state.settings);
  const isContinuing = useTraining((state) => state.continueFrom !== undefined);
  const methods = useSession((session) => session.methods);
  const banks = useSession((session) => session.banks) ?? [];
  const { seed, title, licence, keep } = settings;
  const method = methodOf(methods, settings.method);
  const { BoundRows, Rows } = partOf(settings.method) ?? {};
  const prior = method?.takesPrior ? chosenOf(settings, banks, settings.priorId) : undefined;
  const classes = method?.takesClasses && !isContinuing ? chosenOf(settings, banks, settings.classesId) : undefined;
  const told = {
    own: settings.own[settings.method] ?? {},
    hasClasses: isContinuing || (prior ?? classes) !== undefined,
  };
  return (
    <section className="section stack" aria-labelledby="train-settings">
      <h2 id="train-settings">{t("Settings")}</h2>
      <fieldset className="stack" disabled={isContinuing}>
        <legend className="visually-hidden">
          {isContinuing ? t("Settings that sums are tied to") : t("Method and degradation")}
        </legend>
        <Row label={t("Method")}>
          <Segments
            name="train-method"
            legend={t("Method")}
            choices={methods.filter(({ learns }) => learns).map(({ id, title }) => [id, entryText(title)] as const)}
            value={settings.method}
            onChange={(chosen) => changeSettings({ method: chosen })}
          />
        </Row>
        <p className="muted setting-note">{method && entryText(method.note)}</p>
        <DegradationRows settings={settings} />
        {BoundRows && <BoundRows {...told} />}
      </fieldset>
      <div className="stack">
        {Rows && <Rows {...told} />}
        {method?.takesPrior && (
          <BankRow
            label={t("Prior")}
            none={t("none: the mean of all classes")}
            settings={settings}
            banks={banks}
            chosen={prior}
            onChoose={(priorId) => changeSettings({ priorId })}
          />
        )}
        {method?.takesClasses && !isContinuing && (
          <BankRow
            label={t("Pool with the classes of")}
            none={t("none: no accumulators")}
            settings={settings}
            banks={banks}
            chosen={classes}
            onChoose={(classesId) => changeSettings({ classesId })}
          />
        )}
        <Row label={t("Seed")} note={t("same seed, same draw")}>
          <NumberField
            label={t("Seed")}
            value={seed}
            min={0}
            max={2 ** 32 - 1}
            isWhole
            onChange={(value) => changeSettings({ seed: value })}
          />
        </Row>
        <TextRow
          label={t("Title")}
          value={title}
          placeholder={defaultTitle(settings)}
          onChange={(text) => changeSettings({ title: text })}
        />
        <TextRow
          label={t("Licence")}
          value={licence}
          placeholder={t("of the scans, for instance CC0-1.0")}
          onChange={(text) => changeSettings({ licence: text })}
        />
        {method?.keepsParts && <KeepRow keep={keep} />}
      </div>
    </section>
  );
}

interface BankRowProps {
  readonly label: string;
  readonly none: string;
  readonly settings: TrainingSettings;
  readonly banks: readonly BankEntry[];
  readonly chosen: BankEntry | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

function BankRow({ label, none, settings, banks, chosen, onChoose }: BankRowProps) {
  const methods = useSession((session) => session.methods);
  const choices = alikeBanks(settings, banks).map((bank) => [bank.id, bankWords(bank, methods).line] as const);
  return (
    <Row label={label}>
      <Select
        label={label}
        value={chosen?.id ?? ""}
        options={[["", none], ...choices]}
        onChange={(id) => onChoose(id || undefined)}
      />
    </Row>
  );
}

interface TextRowProps extends Readonly<Record<"label" | "value" | "placeholder", string>> {
  readonly onChange: (text: string) => void;
}

function TextRow({ label, onChange, ...shown }: TextRowProps) {
  const take = (event: ChangeEvent<HTMLInputElement>) => onChange(event.currentTarget.value);
  return (
    <Row label={label}>
      <input type="text" aria-label={label} maxLength={120} {...shown} onChange={take} />
    </Row>
  );
}

function KeepRow({ keep }: { keep: boolean }) {
  return (
    <>
      <Check
        label={t("Keep progress in this browser")}
        isChecked={keep}
        onToggle={() => changeSettings({ keep: !keep })}
      />
      {keep && (
        <p className="muted">
          {t(
            "The volumes’ files as they are, with what they say of patients, and the sums are written to this browser’s private storage on this computer, so that a reload can go on. They are removed when training ends or when you discard them.",
          )}
        </p>
      )}
    </>
  );
}
