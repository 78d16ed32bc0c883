/** Protocol, methods, banks and mask; how volumes are made coarse is beside this. */

import type { ReactNode } from "react";
import { MASK_KINDS } from "../../core/mask";
import { SCAN_ITSELF } from "../../jobs/evaluate/rows";
import { INTERPOLATIONS } from "../../methods/interpolation/names";
import { changeSettings, fittingBanks, setPaperProtocol, useEvaluation } from "../../state/evaluation-store";
import { selfMethod } from "../../state/run-choices";
import { useSession } from "../../state/session-store";
import { entryText, t } from "../../text/text";
import { bankWords } from "../common/bank-words";
import { Check } from "../common/check";
import { maskTexts } from "../common/masks";
import { methodLabel } from "../common/method-label";
import { Segments } from "../common/segments";
import { DegradationChoice, FactorChoice } from "./degrading-choices";

export function ChoicesSection() {
  const settings = useEvaluation((state) => state.settings);
  const isPaper = useEvaluation((state) => state.isPaper);
  const self = useSession(({ methods }) => selfMethod(methods));
  return (
    <section className="section stack" aria-labelledby="evaluate-choices">
      <h2 id="evaluate-choices">{t("Settings")}</h2>
      <Choice label={t("Protocol")}>
        <Segments
          name="protocol"
          legend={t("Protocol")}
          choices={[
            ["own", t("Own")],
            ["paper", t("As in the paper")],
          ]}
          value={isPaper ? "paper" : "own"}
          onChange={(protocol) => setPaperProtocol(protocol === "paper")}
        />
      </Choice>
      {isPaper && (
        <p className="muted note">
          {t(
            "Reduced by cubic interpolation without anti-aliasing, cropped to a multiple of the factor, scaled by the 99.9th percentile, set to 0 outside the mask before and after, SSIM for a data range of 2. This is what the paper and its authors’ public description tell; their grid was aligned at its ends and theirs are other masks, so numbers still differ.",
          )}
        </p>
      )}
      <Choice label={t("Factors")}>
        <FactorChoice />
      </Choice>
      <Choice label={t("Degradation")}>
        <DegradationChoice />
      </Choice>
      <Choice label={t("Methods")}>
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
            title={t(
              "Filters of the method {method} learned from the reduced scan and its own degradation; at 3× and 4× from a bank on",
              { method: entryText(self.title) },
            )}
            isChecked={settings.itself}
            onToggle={() => changeSettings({ itself: !settings.itself })}
          />
        )}
      </Choice>
      <Choice label={t("Banks")}>
        <BankChoice />
      </Choice>
      <Choice label={t("Mask")}>
        <Segments
          name="evaluation-mask"
          legend={t("Mask")}
          choices={MASK_KINDS.map((kind) => [kind, maskTexts(kind).button, maskTexts(kind).title])}
          value={settings.mask}
          isDisabled={isPaper}
          onChange={(mask) => changeSettings({ mask })}
        />
      </Choice>
    </section>
  );
}

function BankChoice() {
  const banks = useSession((session) => session.banks);
  const methods = useSession((session) => session.methods);
  const settings = useEvaluation((state) => state.settings);
  const leftOut = useEvaluation((state) => state.leftOut);
  const fitting = fittingBanks(banks ?? [], settings);
  const toggle = (id: string) =>
    useEvaluation.setState({
      leftOut: leftOut.includes(id) ? leftOut.filter((other) => other !== id) : [...leftOut, id],
    });
  if (fitting.length === 0) return <span className="muted">{t("none for the chosen factors")}</span>;
  return fitting.map((bank) => (
    <Check
      key={bank.id}
      label={bankWords(bank, methods).line}
      title={[bank.title, ...(bank.trainingData ?? [])].join("\n")}
      isChecked={!leftOut.includes(bank.id)}
      onToggle={() => toggle(bank.id)}
    />
  ));
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
