/** How the filters are learned. */

import { defaultTitle } from "../../state/training-settings";
import { changeSettings, useTraining } from "../../state/training-store";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Row } from "../common/setting-row";
import { FoldedRows } from "../methods/folded-settings";
import { KeepRow, PaperRows, PatchRow } from "../methods/paper-settings";
import { DegradationRows } from "./degradation-rows";

const METHODS = [
  ["folded", "Folded"],
  ["paper", "Paper"],
] as const;
const METHOD_NOTES = {
  folded: "Recommended: better images from less data, learned in minutes.",
  paper: "As published. Slower; its sums can be saved, merged and added to.",
};

export function SettingsSection() {
  const settings = useTraining((state) => state.settings);
  const isContinuing = useTraining((state) => state.continueFrom !== undefined);
  const { method, seed, title, licence, paper } = settings;
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
            choices={METHODS}
            value={method}
            onChange={(chosen) => changeSettings({ method: chosen })}
          />
        </Row>
        <p className="muted setting-note">{METHOD_NOTES[method]}</p>
        <DegradationRows settings={settings} />
        {method === "paper" && <PatchRow patch={paper.patch} />}
      </fieldset>
      <div className="settings">
        {method === "paper" ? <PaperRows settings={paper} /> : <FoldedRows settings={settings} />}
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
        {method === "paper" && <KeepRow keep={paper.keep} />}
      </div>
    </section>
  );
}
