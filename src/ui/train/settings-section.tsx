/** How the filters are learned. */

import type { BankEntry } from "../../session/wire";
import { methodOf, useSession } from "../../state/session-store";
import { chosenPrior, defaultTitle, priorChoices, type TrainingSettings } from "../../state/training-settings";
import { changeSettings, useTraining } from "../../state/training-store";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
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
  const prior = method?.takesPrior ? chosenPrior(settings, banks) : undefined;
  const told = { own: settings.own[settings.method] ?? {}, hasPrior: prior !== undefined };
  return (
    <section className="train-section" aria-labelledby="train-settings">
      <h2 id="train-settings">Settings</h2>
      <fieldset className="settings" disabled={isContinuing}>
        <legend className="visually-hidden">
          {isContinuing ? "Settings that sums are tied to" : "Method and degradation"}
        </legend>
        <Row label="Method">
          <Segments
            name="train-method"
            legend="Method"
            choices={methods.filter(({ learns }) => learns).map(({ id, title }) => [id, title] as const)}
            value={settings.method}
            onChange={(chosen) => changeSettings({ method: chosen })}
          />
        </Row>
        <p className="muted setting-note">{method?.note}</p>
        <DegradationRows settings={settings} />
        {BoundRows && <BoundRows {...told} />}
      </fieldset>
      <div className="settings">
        {Rows && <Rows {...told} />}
        {method?.takesPrior && <PriorRow settings={settings} prior={prior} banks={banks} />}
        <Row label="Seed" note="same seed, same draw">
          <NumberField
            label="Seed"
            value={seed}
            min={0}
            max={2 ** 32 - 1}
            isWhole
            onChange={(value) => changeSettings({ seed: value })}
          />
        </Row>
        <Row label="Title">
          <input
            type="text"
            aria-label="Title"
            maxLength={120}
            placeholder={defaultTitle(settings)}
            value={title}
            onChange={(event) => changeSettings({ title: event.currentTarget.value })}
          />
        </Row>
        <Row label="Licence">
          <input
            type="text"
            aria-label="Licence"
            maxLength={120}
            placeholder="of the scans, for instance CC0-1.0"
            value={licence}
            onChange={(event) => changeSettings({ licence: event.currentTarget.value })}
          />
        </Row>
        {method?.keepsSums && <KeepRow keep={keep} />}
      </div>
    </section>
  );
}

interface PriorRowProps {
  readonly settings: TrainingSettings;
  readonly prior: BankEntry | undefined;
  readonly banks: readonly BankEntry[];
}

function PriorRow({ settings, prior, banks }: PriorRowProps) {
  return (
    <Row label="Prior">
      <select
        aria-label="Prior"
        value={prior?.id ?? ""}
        onChange={(event) => changeSettings({ priorId: event.currentTarget.value || undefined })}
      >
        <option value="">none: the mean of all classes</option>
        {priorChoices(settings, banks).map(({ id, title, degradation, origin }) => (
          <option key={id} value={id}>
            {title} · {degradation} · {origin}
          </option>
        ))}
      </select>
    </Row>
  );
}

function KeepRow({ keep }: { keep: boolean }) {
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={keep}
          onChange={(event) => changeSettings({ keep: event.currentTarget.checked })}
        />{" "}
        Keep progress in this browser
      </label>
      {keep && (
        <p className="muted">
          The volumes and the sums are written to this browser’s private storage on this computer, so that a reload can
          go on. They are removed when training ends or when you discard them.
        </p>
      )}
    </>
  );
}
