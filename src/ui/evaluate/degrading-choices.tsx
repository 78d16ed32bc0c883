/** How volumes are made coarse: factors, and degradations with their parameters. */

import { useState } from "react";
import { EigenvoxError } from "../../core/errors";
import { AXIS_NAMES, type Factor, formatFactor, isSameFactor, parseFactor } from "../../core/volume";
import { DEGRADATIONS, type Degradation, parseDegradation } from "../../degradations/degradation";
import { KINDS } from "../../degradations/registry";
import { SLICE } from "../../degradations/slice";
import { changeSettings, useEvaluation } from "../../state/evaluation-store";
import { WHOLE_FACTORS } from "../../state/run-choices";
import { mostThickness, thickSlices } from "../../state/training-settings";
import { entryText, t } from "../../text/text";
import { Button } from "../common/button";
import { Check } from "../common/check";
import { degradationTitle, degradationWords } from "../common/degradation-words";
import { NumberField } from "../common/number-field";
import { Select } from "../common/select";

export function FactorChoice() {
  const factors = useEvaluation((state) => state.settings.factors);
  const has = (factor: Factor) => factors.some((chosen) => isSameFactor(chosen, factor));
  const others = factors.filter((factor) => !WHOLE_FACTORS.some((common) => isSameFactor(common, factor)));
  const toggle = (factor: Factor) =>
    changeSettings({
      factors: has(factor) ? factors.filter((chosen) => !isSameFactor(chosen, factor)) : [...factors, factor],
    });
  return (
    <>
      {[...WHOLE_FACTORS, ...others].map((factor) => (
        <Check
          key={factor.join()}
          label={formatFactor(factor)}
          isChecked={has(factor)}
          onToggle={() => toggle(factor)}
        />
      ))}
      <Another
        label={t("Another factor: times along x, y and z")}
        button={t("Add factor")}
        example="1,1,3"
        onAdd={(text) => {
          const factor = parseFactor(text);
          if (!has(factor)) toggle(factor);
        }}
      />
    </>
  );
}

export function DegradationChoice() {
  const chosen = useEvaluation((state) => state.settings.degradations);
  const isPaper = useEvaluation((state) => state.isPaper);
  const others = chosen.filter((kind) => !DEGRADATIONS.some((common) => common === kind));
  const all = [...DEGRADATIONS, ...others];
  const families = KINDS.filter((kind) => "read" in kind && kind.id !== SLICE.id);
  return (
    <>
      {all.map((kind) => (
        <Check
          key={kind}
          label={others.includes(kind) ? degradationWords(kind) : degradationTitle(kind)}
          title={`${degradationWords(kind)} (${kind})`}
          isChecked={chosen.includes(kind)}
          isDisabled={isPaper}
          onToggle={() =>
            changeSettings({ degradations: all.filter((one) => chosen.includes(one) !== (one === kind)) })
          }
        />
      ))}
      {!isPaper && <Slices />}
      {!isPaper &&
        families.map(
          (kind) =>
            "read" in kind && (
              <Another
                key={kind.id}
                label={`${entryText(kind.title)}: ${kind.form}`}
                button={t("Add")}
                example={kind.example}
                onAdd={(text) => add(parseDegradation(text))}
              />
            ),
        )}
    </>
  );
}

/** A degradation, with the factor that it needs where it needs one. */
function add(degradation: Degradation, factor?: Factor): void {
  const { degradations, factors } = useEvaluation.getState().settings;
  changeSettings({
    degradations: degradations.includes(degradation) ? degradations : [...degradations, degradation],
    factors: !factor || factors.some((one) => isSameFactor(one, factor)) ? factors : [...factors, factor],
  });
}

/** Thick slices by their axis, distance and thickness. */
function Slices() {
  const [axis, setAxis] = useState<0 | 1 | 2>(2);
  const [times, setTimes] = useState(3);
  const [thickness, setThickness] = useState(3);
  const made = thickSlices(axis, times, thickness);
  return (
    <fieldset className="row wrap evaluate-line">
      <legend className="visually-hidden">{t("Thick slices")}</legend>
      <label>
        {t("Slices along")}{" "}
        <Select value={axis} options={([0, 1, 2] as const).map((i) => [i, AXIS_NAMES[i]])} onChange={setAxis} />
      </label>
      <label>
        {t("every")}{" "}
        <Select
          value={times}
          options={[2, 3, 4].map((s) => [s, t("{count} voxels", { count: s })])}
          onChange={(s) => {
            setTimes(s);
            setThickness(s);
          }}
        />
      </label>
      <span className="row tight">
        <NumberField
          label={t("Slice thickness in voxels")}
          value={thickness}
          min={0.1}
          max={mostThickness(times)}
          onChange={(thick) => setThickness(Number(thick.toFixed(3)))}
        />
        {t("voxels thick")}
      </span>
      <Button label={t("Add slices")} kind="quiet small" onClick={() => add(made.degradation, made.factor)} />
    </fieldset>
  );
}

interface AnotherProps extends Readonly<Record<"label" | "button" | "example", string>> {
  /** Throws an `EigenvoxError` for a text that means nothing. */
  readonly onAdd: (text: string) => void;
}

/** A choice that is written rather than ticked. */
function Another({ label, button, example, onAdd }: AnotherProps) {
  const [text, setText] = useState("");
  const [trouble, setTrouble] = useState("");
  const take = () => {
    try {
      onAdd(text.trim());
      setText("");
      setTrouble("");
    } catch (error) {
      if (!(error instanceof EigenvoxError)) throw error;
      setTrouble(error.message);
    }
  };
  return (
    <>
      <span className="row wrap evaluate-line">
        <input
          type="text"
          aria-label={label}
          title={label}
          placeholder={example}
          size={Math.max(8, example.length)}
          value={text}
          aria-invalid={trouble !== ""}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && take()}
        />
        <Button label={button} kind="quiet small" disabled={text.trim() === ""} onClick={take} />
      </span>
      {trouble && (
        <p className="evaluate-trouble" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}
