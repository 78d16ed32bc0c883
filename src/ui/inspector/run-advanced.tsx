/** What is seldom changed of a run: mirror images, data consistency, and the slices that learning from the scan assumes. */

import { AXIS_NAMES, type Factor, loneAxis } from "../../core/volume";
import { sliceProfile } from "../../degradations/degradation";
import { startingGrid } from "../../state/evidence";
import { type RunChoice, SELF, scannedThickness } from "../../state/run-choices";
import { sliceThickness, stepsOf, useRun } from "../../state/run-store";
import type { Series } from "../../state/series-store";
import { mostThickness } from "../../state/training-settings";
import { t } from "../../text/text";
import { Check } from "../common/check";
import { degradationTitle } from "../common/degradation-words";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { degradationText } from "./bank-texts";
import { More } from "./section";

const STEPS = [0, 1, 2];

interface RunAdvancedProps {
  readonly scan: Series;
  readonly chosen: RunChoice;
  /** True where its method has a use for mirror images. */
  readonly mirrors: boolean;
}

export function RunAdvanced({ scan, chosen, mirrors }: RunAdvancedProps) {
  const { factor, degradation, id } = chosen;
  const steps = useRun((run) => stepsOf(scan, chosen, run));
  const axis = loneAxis(factor);
  const { spacing, slices } = startingGrid(
    scan,
    useRun((run) => run.trueGrid),
  );
  const fineMm = axis === undefined ? undefined : spacing[axis] / factor[axis];
  return (
    <More title={t("Advanced")}>
      {mirrors && <MirrorImages />}
      <div>
        <h4>{t("Steps of back-projection")}</h4>
        <Segments
          name="consistency"
          legend={t("Steps of back-projection")}
          choices={STEPS.map((choice) => [choice, String(choice)])}
          value={steps}
          onChange={(count) => useRun.setState({ steps: count })}
        />
        <p className="muted">
          {t(
            "Each step corrects the result by what it differs from the scan when made coarse again. 0 only measures it.",
          )}
        </p>
      </div>
      {id === SELF && axis !== undefined && fineMm !== undefined ? (
        <SliceProfile slices={slices} factor={factor} axis={axis} mm={fineMm} />
      ) : (
        <p>
          {t("Degradation:")}{" "}
          <span className="muted">
            {sliceProfile(degradation) ? degradationText(degradation, fineMm ?? 0) : degradationTitle(degradation)}
          </span>
        </p>
      )}
    </More>
  );
}

/** Whether the result is the mean over the scan and its mirror images. */
function MirrorImages() {
  const mirrored = useRun((run) => run.mirrored === true);
  return (
    <div>
      <Check
        label={t("Mean over mirror images")}
        isChecked={mirrored}
        onToggle={() => useRun.setState({ mirrored: !mirrored })}
      />
      <p className="muted">
        {t("The network is applied to the scan and to its seven mirror images: less error, for eight times its work.")}
      </p>
    </div>
  );
}

interface SliceProfileProps {
  readonly slices: Series["slices"];
  readonly factor: Factor;
  readonly axis: 0 | 1 | 2;
  /** Side of a fine voxel along the axis. */
  readonly mm: number;
}

function SliceProfile({ slices, factor, axis, mm }: SliceProfileProps) {
  const run = useRun();
  const { thickness, isFromFile } = sliceThickness({ slices }, factor, run);
  const times = factor[axis];
  const set = (value: number | "box") => useRun.setState({ thickness: value });
  const heading = t("Slices along {axis}", { axis: AXIS_NAMES[axis] });
  const apart = (times * mm).toFixed(2);
  return (
    <div>
      <h4>{heading}</h4>
      <Segments
        name="profile"
        legend={heading}
        choices={[
          ["box", t("Mean of what lies between")],
          ["gaussian", t("Thickness known")],
        ]}
        value={thickness === undefined ? "box" : "gaussian"}
        onChange={(profile) => set(profile === "box" ? "box" : (scannedThickness(slices, factor) ?? times))}
      />
      {thickness === undefined ? (
        <p className="muted">
          {t("Each slice is taken to be the mean of the {apart} mm around it.", { apart })}{" "}
          {t("Profiles thicker than the real one sharpen too much.")}
        </p>
      ) : (
        <div className="row tight">
          <NumberField
            label={t("Slice thickness in mm")}
            value={Number((thickness * mm).toFixed(2))}
            min={Number((0.1 * mm).toFixed(2))}
            max={Number((mostThickness(times) * mm).toFixed(2))}
            onChange={(value) => set(Math.min(mostThickness(times), Number((value / mm).toFixed(3))))}
          />
          <span>mm</span>
          <span className="muted">
            {t("thick at half maximum; slices {apart} mm apart", { apart })}
            {isFromFile && <span data-from-file="true"> · {t("as the file says")}</span>}
          </span>
        </div>
      )}
    </div>
  );
}
