/** How volumes are made coarse: the degradation and its factor. */

import { AXIS_NAMES, type Factor } from "../../core/volume";
import { DEGRADATIONS, type Degradation, type SliceProfile, sliceProfile } from "../../degradations/degradation";
import { mostThickness, type TrainingSettings, thickSlices } from "../../state/training-settings";
import { changeSettings } from "../../state/training-store";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Select } from "../common/select";
import { Row } from "../common/setting-row";

const TIMES = [2, 3, 4];
const DESCRIPTIONS: Record<string, string> = {
  box: "box: mean of larger voxels",
  cubic: "cubic: sampled without smoothing, as in the paper",
  kspace: "kspace: less of k-space, as a faster scan",
  slice: "slice: thick slices along one axis",
};

export function DegradationRows({ settings }: { settings: TrainingSettings }) {
  const slice = sliceProfile(settings.degradation);
  return (
    <>
      <Row label="Degradation">
        <Select
          label="Degradation"
          value={slice ? "slice" : settings.degradation}
          options={[...DEGRADATIONS, "slice"].map((kind) => [kind, DESCRIPTIONS[kind] ?? kind])}
          onChange={(kind) => changeSettings(degraded(settings, kind))}
        />
      </Row>
      {slice ? (
        <SliceRows slice={slice} times={settings.factor[slice.axis]} />
      ) : (
        <FactorRows factor={settings.factor} />
      )}
    </>
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
          {AXIS_NAMES.map((axis, i) => (
            <label key={axis}>
              {axis}{" "}
              <Select
                value={factor[i] as number}
                options={[1, ...TIMES].map((s) => [s, `${s}×`])}
                onChange={(s) => set(i, s)}
              />
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
          <Select
            value={axis}
            options={([0, 1, 2] as const).map((i) => [i, AXIS_NAMES[i]])}
            onChange={(chosen) => set({ axis: chosen })}
          />
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
