/** How the filters are learned. */

import type { ReactNode } from "react";
import { type SliceProfile, sliceProfile } from "../../core/degradation";
import { DEGRADATIONS, type Degradation } from "../../core/method";
import type { Factor } from "../../core/volume";
import {
  AXES,
  defaultTitle,
  mostThickness,
  PATCHES,
  type TrainingSettings,
  thickSlices,
} from "../../state/training-settings";
import { changeSettings, useTraining } from "../../state/training-store";
import { NumberField } from "./number-field";

const TIMES = [2, 3, 4];
const DESCRIPTIONS: Record<string, string> = {
  box: "box: mean of larger voxels",
  cubic: "cubic: sampled without smoothing, as in the paper",
  kspace: "kspace: less of k-space, as a faster scan",
  slice: "slice: thick slices along one axis",
};

export function SettingsSection() {
  const settings = useTraining((state) => state.settings);
  const isContinuing = useTraining((state) => state.continueFrom !== undefined);
  const slice = sliceProfile(settings.degradation);
  return (
    <section className="train-section" aria-labelledby="train-settings">
      <h2 id="train-settings">Settings</h2>
      <fieldset className="settings" disabled={isContinuing}>
        <legend className="visually-hidden">Settings that sums are tied to</legend>
        <Row label="Degradation">
          <select
            aria-label="Degradation"
            value={slice ? "slice" : settings.degradation}
            onChange={(event) => changeSettings(degraded(settings, event.currentTarget.value))}
          >
            {[...DEGRADATIONS, "slice"].map((kind) => (
              <option key={kind} value={kind}>
                {DESCRIPTIONS[kind] ?? kind}
              </option>
            ))}
          </select>
        </Row>
        {slice ? (
          <SliceRows slice={slice} times={settings.factor[slice.axis]} />
        ) : (
          <FactorRows factor={settings.factor} />
        )}
        <Row label="Patch">
          <Segments
            name="patch"
            legend="Patch"
            choices={PATCHES.map((width) => [width, `${width}³`])}
            value={settings.patch}
            onChange={(patch) => changeSettings({ patch })}
          />
        </Row>
      </fieldset>
      <div className="settings">
        <Row label="Voxels used" note="% of each mask">
          <NumberField
            label="Share of the voxels in percent"
            value={settings.sample * 100}
            min={0.01}
            max={100}
            onChange={(percent) => changeSettings({ sample: percent / 100 })}
          />
        </Row>
        <Row label="Seed" note="same seed, same draw">
          <NumberField
            label="Seed"
            value={settings.seed}
            min={0}
            max={2 ** 32 - 1}
            isWhole
            onChange={(seed) => changeSettings({ seed })}
          />
        </Row>
        <ShrinkRow shrinkRows={settings.shrinkRows} />
        <Row label="Title">
          <input
            type="text"
            aria-label="Title"
            maxLength={120}
            placeholder={defaultTitle(settings)}
            value={settings.title}
            onChange={(event) => changeSettings({ title: event.currentTarget.value })}
          />
        </Row>
        <Row label="Licence">
          <input
            type="text"
            aria-label="Licence"
            maxLength={120}
            placeholder="of the scans, for instance CC0-1.0"
            value={settings.licence}
            onChange={(event) => changeSettings({ licence: event.currentTarget.value })}
          />
        </Row>
        <label className="check">
          <input
            type="checkbox"
            checked={settings.keep}
            onChange={(event) => changeSettings({ keep: event.currentTarget.checked })}
          />{" "}
          Keep progress in this browser
        </label>
        {settings.keep && (
          <p className="muted">
            The volumes and the sums are written to this browser’s private storage on this computer, so that a reload
            can go on. They are removed when training ends or when you discard them.
          </p>
        )}
      </div>
    </section>
  );
}

/** The settings under another degradation: thick slices are coarse along one axis only. */
function degraded({ factor, degradation }: TrainingSettings, kind: string): Partial<TrainingSettings> {
  const times = Math.max(...factor);
  if (kind === "slice") return thickSlices(2, times);
  const wasSlice = sliceProfile(degradation) !== undefined;
  return { degradation: kind as Degradation, factor: wasSlice ? [times, times, times] : factor };
}

function FactorRows({ factor }: { factor: Factor }) {
  const isEven = factor.every((s) => s === factor[0]);
  const set = (axis: number, times: number) =>
    changeSettings({ factor: factor.map((s, i) => (i === axis ? times : s)) as unknown as Factor });
  return (
    <>
      <Row label="Factor">
        <Segments
          name="train-factor"
          legend="Training factor"
          choices={[...TIMES.map((s) => [s, `${s}×`] as const), [0, "by axis"]]}
          value={isEven ? factor[0] : 0}
          onChange={(s) => changeSettings({ factor: s === 0 ? [1, 1, Math.max(...factor)] : [s, s, s] })}
        />
      </Row>
      {!isEven && (
        <Row label="By axis">
          {AXES.map((axis, i) => (
            <label key={axis}>
              {axis}{" "}
              <select value={factor[i]} onChange={(event) => set(i, Number(event.currentTarget.value))}>
                {[1, ...TIMES].map((s) => (
                  <option key={s} value={s}>
                    {s}×
                  </option>
                ))}
              </select>
            </label>
          ))}
        </Row>
      )}
    </>
  );
}

function SliceRows({ slice: { axis, thickness }, times }: { slice: SliceProfile; times: number }) {
  const set = (change: { axis?: SliceProfile["axis"]; times?: number; thickness?: number }) =>
    changeSettings(thickSlices(change.axis ?? axis, change.times ?? times, change.thickness ?? thickness));
  return (
    <>
      <Row label="Factor">
        <Segments
          name="train-factor"
          legend="Training factor"
          choices={TIMES.map((s) => [s, `${s}×`])}
          value={times}
          onChange={(s) => set({ times: s, thickness: s })}
        />
        <label>
          along{" "}
          <select
            value={axis}
            onChange={(event) => set({ axis: Number(event.currentTarget.value) as SliceProfile["axis"] })}
          >
            {AXES.map((name, i) => (
              <option key={name} value={i}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </Row>
      <Row label="Thickness" note={`fine voxels; gap ${Number((times - thickness).toFixed(3))}`}>
        <NumberField
          label="Slice thickness"
          value={thickness}
          min={0.1}
          max={mostThickness(times)}
          onChange={(thick) => set({ thickness: Number(thick.toFixed(3)) })}
        />
      </Row>
    </>
  );
}

function ShrinkRow({ shrinkRows }: { shrinkRows: number | "auto" }) {
  return (
    <Row label="Shrinkage" note={shrinkRows === "auto" ? "by held-out voxels" : "rows"}>
      <select
        aria-label="Shrinkage"
        value={shrinkRows === "auto" ? "auto" : "rows"}
        onChange={(event) => changeSettings({ shrinkRows: event.currentTarget.value === "auto" ? "auto" : 6000 })}
      >
        <option value="auto">automatic</option>
        <option value="rows">given</option>
      </select>
      {shrinkRows !== "auto" && (
        <NumberField
          label="Shrinkage in rows"
          value={shrinkRows}
          min={0}
          max={1e9}
          onChange={(rows) => changeSettings({ shrinkRows: rows })}
        />
      )}
    </Row>
  );
}

function Row({ label, note, children }: { label: string; note?: string; children: ReactNode }) {
  return (
    <div className="setting">
      <span className="setting-label">{label}</span>
      <div className="setting-field">
        {children}
        {note !== undefined && <span className="muted">{note}</span>}
      </div>
    </div>
  );
}

interface SegmentsProps {
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly (readonly [number, string])[];
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Segments({ name, legend, choices, value, onChange }: SegmentsProps) {
  return (
    <fieldset className="segments">
      <legend className="visually-hidden">{legend}</legend>
      {choices.map(([choice, text]) => (
        <label key={choice}>
          <input type="radio" name={name} checked={value === choice} onChange={() => onChange(choice)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
