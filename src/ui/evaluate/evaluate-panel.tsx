/** Evaluate: what to compare on the left, what was found on the right. */

import { MEASURES } from "../../jobs/evaluate/summary";
import { useEvaluation } from "../../state/evaluation-store";
import { t } from "../../text/text";
import { ChoicesSection } from "./choices-section";
import { MeasurePlot } from "./measure-plot";
import { measureDefinition } from "./measure-texts";
import { PicturesSection } from "./pictures-section";
import { RunBar } from "./run-bar";
import { ScoresTable } from "./scores-table";
import { SpectrumPlot } from "./spectrum-plot";
import { SummarySection } from "./summary-section";
import { VolumesSection } from "./volumes-section";

export function EvaluatePanel() {
  const evaluation = useEvaluation((state) => state.evaluation);
  const isRunning = useEvaluation((state) => state.run !== undefined);
  return (
    <>
      <h1 className="visually-hidden">{t("Evaluate")}</h1>
      <div className="setup">
        <fieldset className="inputs" disabled={isRunning} tabIndex={isRunning ? 0 : undefined}>
          <legend className="visually-hidden">{t("What to evaluate")}</legend>
          <VolumesSection />
          <ChoicesSection />
        </fieldset>
        <RunBar />
      </div>
      <div className="results">
        {evaluation && evaluation.rows.length > 0 ? (
          <>
            <SummarySection evaluation={evaluation} />
            <MeasurePlot evaluation={evaluation} />
            <SpectrumPlot evaluation={evaluation} />
            <PicturesSection evaluation={evaluation} />
            <ScoresTable evaluation={evaluation} />
          </>
        ) : (
          <Introduction />
        )}
      </div>
    </>
  );
}

function Introduction() {
  const settings = useEvaluation((state) => state.settings);
  return (
    <section className="section stack" aria-labelledby="evaluate-about">
      <h2 id="evaluate-about">{t("How good is it on your own scans?")}</h2>
      <p>
        {t(
          "Add high-resolution scans, or drop a folder of them on this window. Each is reduced to a lower resolution, made fine again by every method, and compared with what it was, over the whole box and inside a mask.",
        )}
      </p>
      <ul className="stack tight">
        {MEASURES.map((measure) => (
          <li key={measure.id} className="muted">
            {measureDefinition(measure, settings)}
          </li>
        ))}
      </ul>
      <p className="muted">
        {t(
          "A scan that really has low resolution cannot be judged so: nobody knows what it should be. Gains found here hold for the chosen way of reducing scans, not for every scanner.",
        )}
      </p>
    </section>
  );
}
