/** How volumes are made coarse: the degradation and its factor. */

import { useState } from "react";
import { EigenvoxError } from "../../core/errors";
import { AXIS_NAMES, type Factor } from "../../core/volume";
import {
  checkDegradation,
  type Degradation,
  parseDegradation,
  type SliceProfile,
  sliceProfile,
} from "../../degradations/degradation";
import { KINDS } from "../../degradations/registry";
import { SLICE } from "../../degradations/slice";
import { mostThickness, type TrainingSettings, thickSlices } from "../../state/training-settings";
import { changeSettings, useTraining } from "../../state/training-store";
import { entryText, t } from "../../text/text";
import { degradationWords } from "../common/degradation-words";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Select } from "../common/select";
import { Row } from "../common/setting-row";

const TIMES = [2, 3, 4];

const idOf = (kind: (typeof KINDS)[number]) => ("read" in kind ? kind.id : kind.text);
/** What the texts of a family begin with, or the text itself. */
const idIn = (degradation: Degradation) => degradation.split(":")[0] as string;

export function DegradationRows({ settings }: { settings: TrainingSettings }) {
  const { degradation, factor } = settings;
  const slice = sliceProfile(degradation);
  const family = KINDS.find((kind) => "read" in kind && kind.id === idIn(degradation));
  return (
    <>
      <Row label={t("Degradation")}>
        <Select
          label={t("Degradation")}
          value={idIn(degradation)}
          options={KINDS.map((kind) => [idOf(kind), entryText(kind.title)])}
          onChange={(id) => changeSettings(degraded(settings, id))}
        />
      </Row>
      <p className="muted setting-note">{degradationWords(degradation)}</p>
      {slice ? <SliceRows slice={slice} times={factor[slice.axis]} /> : <FactorRows factor={factor} />}
      {family && !slice && <TextRow degradation={degradation} factor={factor} />}
    </>
  );
}

/** The settings under another degradation: thick slices are coarse along one axis only. */
function degraded({ factor, degradation }: TrainingSettings, id: string): Partial<TrainingSettings> {
  const times = Math.max(...factor);
  if (id === SLICE.id) return thickSlices(2, times);
  const kind = KINDS.find((one) => idOf(one) === id);
  const text = kind && "read" in kind ? kind.example : id;
  const wasSlice = sliceProfile(degradation) !== undefined;
  return { degradation: parseDegradation(text), factor: wasSlice ? [times, times, times] : factor };
}

/** A degradation with parameters that the page has no fields for, as it is written. */
function TextRow({ degradation, factor }: { degradation: Degradation; factor: Factor }) {
  const [text, setText] = useState<string>(degradation);
  const [trouble, setTrouble] = useState("");
  const take = () => {
    try {
      const parsed = parseDegradation(text.trim());
      checkDegradation(parsed, factor);
      changeSettings({ degradation: parsed });
      setTrouble("");
    } catch (error) {
      if (!(error instanceof EigenvoxError)) throw error;
      setTrouble(error.message);
    }
  };
  return (
    <Row label={t("Parameters")} {...(trouble && { note: trouble })}>
      <input
        type="text"
        aria-label={t("Degradation with its parameters")}
        aria-invalid={trouble !== ""}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={take}
      />
    </Row>
  );
}

function FactorRows({ factor }: { factor: Factor }) {
  const isEven = factor.every((s) => s === factor[0]);
  const set = (axis: number, times: number) =>
    changeSettings({ factor: factor.map((s, i) => (i === axis ? times : s)) as unknown as Factor });
  return (
    <>
      <Row label={t("Factor")}>
        <Segments
          name="train-factor"
          legend={t("Training factor")}
          choices={[...TIMES.map((s) => [s, `${s}×`] as const), [0, t("by axis")]]}
          value={isEven ? factor[0] : 0}
          onChange={(s) => changeSettings({ factor: s === 0 ? [1, 1, Math.max(...factor)] : [s, s, s] })}
        />
      </Row>
      {!isEven && (
        <Row label={t("By axis")}>
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
  const [first] = useTraining((state) => state.volumes);
  const set = (change: { axis?: SliceProfile["axis"]; times?: number; thickness?: number }) =>
    changeSettings(thickSlices(change.axis ?? axis, change.times ?? times, change.thickness ?? thickness));
  const gap = Number((times - thickness).toFixed(3));
  // What the field's voxels are in mm can be told of the volumes that are here.
  const mm = first && (thickness * first.spacing[axis]).toFixed(2);
  return (
    <>
      <Row label={t("Factor")}>
        <Segments
          name="train-factor"
          legend={t("Training factor")}
          choices={TIMES.map((s) => [s, `${s}×`])}
          value={times}
          onChange={(s) => set({ times: s, thickness: s })}
        />
        <label>
          {t("along")}{" "}
          <Select
            value={axis}
            options={([0, 1, 2] as const).map((i) => [i, AXIS_NAMES[i]])}
            onChange={(chosen) => set({ axis: chosen })}
          />
        </label>
      </Row>
      <Row
        label={t("Thickness")}
        note={
          mm === undefined
            ? t("voxels of the fine grid; gap {gap} voxels", { gap })
            : t("voxels of the fine grid ({mm} mm of the first volume); gap {gap} voxels", { mm, gap })
        }
      >
        <NumberField
          label={t("Slice thickness in voxels of the fine grid")}
          value={thickness}
          min={0.1}
          max={mostThickness(times)}
          onChange={(thick) => set({ thickness: Number(thick.toFixed(3)) })}
        />
      </Row>
    </>
  );
}
