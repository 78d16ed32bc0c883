/** Protocol, factors, degradations, methods, banks and mask. */

import { type ReactNode, useState } from "react";
import { EigenvoxError } from "../../core/errors";
import { MASK_KINDS } from "../../core/mask";
import { type Factor, formatFactor, isSameFactor, parseFactor } from "../../core/volume";
import { DEGRADATIONS, parseDegradation } from "../../degradations/degradation";
import { SCAN_ITSELF } from "../../jobs/evaluate/rows";
import { INTERPOLATIONS } from "../../methods/interpolation/names";
import { changeSettings, fittingBanks, setPaperProtocol, useEvaluation } from "../../state/evaluation-store";
import { selfMethod, WHOLE_FACTORS } from "../../state/run-choices";
import { useSession } from "../../state/session-store";
import { Button } from "../common/button";
import { Check } from "../common/check";
import { MASKS } from "../common/masks";
import { Segments } from "../common/segments";
import { methodLabel } from "./method-style";

const DEGRADATION_TITLES: Readonly<Record<string, string>> = {
  box: "mean of blocks: the partial volume of larger voxels",
  cubic: "interpolated at the coarse centres, without anti-aliasing",
  kspace: "the centre of the Fourier transform: a scanner that samples less",
};

export function ChoicesSection() {
  const settings = useEvaluation((state) => state.settings);
  const isPaper = useEvaluation((state) => state.isPaper);
  const self = useSession(({ methods }) => selfMethod(methods));
  return (
    <section className="section stack" aria-label="Choices">
      <Choice label="Protocol">
        <Segments
          name="protocol"
          legend="Protocol"
          choices={[
            ["own", "Own"],
            ["paper", "As in the paper"],
          ]}
          value={isPaper ? "paper" : "own"}
          onChange={(protocol) => setPaperProtocol(protocol === "paper")}
        />
      </Choice>
      {isPaper && (
        <p className="muted note">
          Reduced by cubic interpolation without anti-aliasing, cropped to a multiple of the factor, scaled by the
          99.9th percentile, set to 0 outside the mask before and after, SSIM for a data range of 2. This is what the
          paper and its authors’ public description tell; their grid was aligned at its ends and theirs are other masks,
          so numbers still differ.
        </p>
      )}
      <Factors />
      <Degradations />
      <Choice label="Methods">
        {INTERPOLATIONS.map((method) => (
          <Check
            key={method}
            label={methodLabel(method)}
            isChecked={settings.interpolations.includes(method)}
            onToggle={() =>
              changeSettings({ interpolations: toggled(INTERPOLATIONS, settings.interpolations, method) })
            }
          />
        ))}
        {self && (
          <Check
            label={methodLabel(SCAN_ITSELF)}
            title={`${self.id} filters learned from the reduced scan and its own degradation; at 3× and 4× from a bank on`}
            isChecked={settings.itself}
            onToggle={() => changeSettings({ itself: !settings.itself })}
          />
        )}
      </Choice>
      <Banks />
      <Choice label="Mask">
        <Segments
          name="evaluation-mask"
          legend="Mask"
          choices={MASK_KINDS.map((kind) => [kind, MASKS[kind].button, MASKS[kind].title])}
          value={settings.mask}
          isDisabled={isPaper}
          onChange={(mask) => changeSettings({ mask })}
        />
      </Choice>
    </section>
  );
}

function Factors() {
  const factors = useEvaluation((state) => state.settings.factors);
  const has = (factor: Factor) => factors.some((chosen) => isSameFactor(chosen, factor));
  const others = factors.filter((factor) => !WHOLE_FACTORS.some((common) => isSameFactor(common, factor)));
  const toggle = (factor: Factor) =>
    changeSettings({
      factors: has(factor) ? factors.filter((chosen) => !isSameFactor(chosen, factor)) : [...factors, factor],
    });
  return (
    <Choice label="Factors">
      {[...WHOLE_FACTORS, ...others].map((factor) => (
        <Check
          key={factor.join()}
          label={formatFactor(factor)}
          isChecked={has(factor)}
          onToggle={() => toggle(factor)}
        />
      ))}
      <Another
        label="Another factor: x,y,z"
        button="Add factor"
        example="1,1,3"
        onAdd={(text) => {
          const factor = parseFactor(text);
          if (!has(factor)) toggle(factor);
        }}
      />
    </Choice>
  );
}

function Degradations() {
  const chosen = useEvaluation((state) => state.settings.degradations);
  const isPaper = useEvaluation((state) => state.isPaper);
  const slices = chosen.filter((kind) => !DEGRADATIONS.some((common) => common === kind));
  const all = [...DEGRADATIONS, ...slices];
  return (
    <Choice label="Degradation">
      {all.map((kind) => (
        <Check
          key={kind}
          label={kind}
          title={DEGRADATION_TITLES[kind] ?? "thick slices: axis, thickness and gap in voxels"}
          isChecked={chosen.includes(kind)}
          isDisabled={isPaper}
          onToggle={() => changeSettings({ degradations: toggled(all, chosen, kind) })}
        />
      ))}
      {!isPaper && (
        <Another
          label="Thick slices: slice:axis,thickness,gap"
          button="Add slices"
          example="slice:z,3,0"
          onAdd={(text) => {
            const degradation = parseDegradation(text);
            if (!chosen.includes(degradation)) changeSettings({ degradations: [...chosen, degradation] });
          }}
        />
      )}
    </Choice>
  );
}

function Banks() {
  const banks = useSession((session) => session.banks);
  const settings = useEvaluation((state) => state.settings);
  const leftOut = useEvaluation((state) => state.leftOut);
  const fitting = fittingBanks(banks ?? [], settings);
  const toggle = (id: string) =>
    useEvaluation.setState({
      leftOut: leftOut.includes(id) ? leftOut.filter((other) => other !== id) : [...leftOut, id],
    });
  return (
    <Choice label="Banks">
      {fitting.map(({ id, title, factor, degradation }) => (
        <Check
          key={id}
          label={title}
          title={`for ${formatFactor(factor)}, learned from scans reduced by ${degradation}`}
          isChecked={!leftOut.includes(id)}
          onToggle={() => toggle(id)}
        />
      ))}
      {fitting.length === 0 && <span className="muted">none for the chosen factors</span>}
    </Choice>
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
  const add = () => {
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
          size={example.length}
          value={text}
          aria-invalid={trouble !== ""}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && add()}
        />
        <Button label={button} kind="quiet small" disabled={text.trim() === ""} onClick={add} />
      </span>
      {trouble && (
        <p className="evaluate-trouble" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="evaluate-choice">
      <legend>{label}</legend>
      <div className="row wrap">{children}</div>
    </fieldset>
  );
}

/** The chosen ones with one more or less, in the order of all. */
function toggled<T>(all: readonly T[], chosen: readonly T[], one: T): T[] {
  return all.filter((candidate) => (candidate === one ? !chosen.includes(one) : chosen.includes(candidate)));
}
