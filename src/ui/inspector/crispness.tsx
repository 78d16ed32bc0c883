/** From calm, filters for the scan's noise, to crisp, filters as if it had none, with the noise to expect. */

import { BASELINE } from "../../methods/interpolation/names";
import { useFlatNoise } from "../../state/flat-noise-store";
import { useRun } from "../../state/run-store";
import { t } from "../../text/text";
import { noiseShare } from "./evidence-texts";

export function Crispness() {
  const crispness = useRun((run) => run.crispness) ?? 0;
  const { noise, isComputing } = useFlatNoise();
  const percent = `${Math.round(100 * crispness)} %`;
  return (
    <div className="crispness">
      <div className="crispness-range">
        <span aria-hidden="true">{t("Calm")}</span>
        <input
          type="range"
          aria-label={t("From calm to crisp")}
          aria-valuetext={percent}
          title={percent}
          min={0}
          max={1}
          step={0.05}
          value={crispness}
          onChange={(event) => useRun.setState({ crispness: event.currentTarget.valueAsNumber })}
        />
        <span aria-hidden="true">{t("Crisp")}</span>
      </div>
      <p className="muted note" data-flat-noise={noise?.result} aria-busy={isComputing}>
        {noise
          ? t("Noise in flat tissue {result}; scan {scan}, {method} {interpolated}", {
              result: noiseShare(noise.result),
              scan: noiseShare(noise.scan),
              method: BASELINE,
              interpolated: noiseShare(noise.interpolated),
            })
          : isComputing
            ? t("Computing…")
            : t("How noisy flat tissue will be is not known.")}
      </p>
    </div>
  );
}
