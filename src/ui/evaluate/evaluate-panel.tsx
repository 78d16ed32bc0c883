/** Evaluate: what to compare on the left, what was found on the right. */

import { useEvaluation } from "../../state/evaluation-store";
import { ChoicesSection } from "./choices-section";
import { PicturesSection } from "./pictures-section";
import { PsnrPlot } from "./psnr-plot";
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
      <div className="setup">
        <fieldset className="inputs" disabled={isRunning} aria-label="What to evaluate">
          <VolumesSection />
          <ChoicesSection />
        </fieldset>
        <RunBar />
      </div>
      <div className="results">
        {evaluation && evaluation.rows.length > 0 ? (
          <>
            <SummarySection evaluation={evaluation} />
            <PsnrPlot evaluation={evaluation} />
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
  return (
    <section className="section stack" aria-label="About">
      <h2>How good is it on your own scans?</h2>
      <p>
        Drop high-resolution scans, or a folder of them, on this window. Each is reduced to a lower resolution, made
        fine again by every method, and compared with what it was: PSNR, SSIM, HFEN and consistency with the reduced
        scan, over the whole box and inside a mask.
      </p>
      <p className="muted">
        A scan that really has low resolution cannot be judged so: nobody knows what it should be. Gains found here hold
        for the chosen way of reducing scans, not for every scanner.
      </p>
    </section>
  );
}
