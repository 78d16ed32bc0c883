/** What is seldom changed of a run: data consistency, and the slices that learning from the scan itself assumes. */

import { AXIS_NAMES, type Factor, loneAxis, type Vec3 } from "../../core/volume";
import { type Degradation, defaultSteps } from "../../degradations/degradation";
import { useSession } from "../../state/session-store";
import { mostThickness } from "../../state/training-settings";
import { Button } from "../common/button";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";

const STEPS = [0, 1, 2];

interface RunOptionsProps {
  readonly factor: Factor;
  readonly spacing: Vec3;
  readonly degradation: Degradation;
  /** True when the next run learns from the scan itself. */
  readonly learns: boolean;
}

export function RunOptions({ factor, spacing, degradation, learns }: RunOptionsProps) {
  const steps = useSession((session) => session.steps) ?? defaultSteps(degradation);
  const axis = learns ? loneAxis(factor) : undefined;
  return (
    <>
      <Button label={`Options${steps > 0 ? ` +${steps}` : ""}`} kind="quiet small" popoverTarget="run-options" />
      <div id="run-options" popover="auto" className="raised run-options">
        <section>
          <h2>Data consistency</h2>
          <Segments
            name="consistency"
            legend="Data consistency"
            choices={STEPS.map((choice) => [choice, choice === 1 ? "1 step" : `${choice} steps`])}
            value={steps}
            onChange={(chosen) => useSession.setState({ steps: chosen })}
          />
          <p className="muted">
            Each step corrects the result by what it differs from the scan when made coarse again. 0 only measures it.
          </p>
        </section>
        {axis !== undefined && <SliceProfile axis={axis} times={factor[axis]} mm={spacing[axis] / factor[axis]} />}
      </div>
    </>
  );
}

function SliceProfile({ axis, times, mm }: { axis: 0 | 1 | 2; times: number; mm: number }) {
  const thickness = useSession((session) => session.thickness);
  const set = (value: number | undefined) => useSession.setState({ thickness: value });
  const heading = `Slices along ${AXIS_NAMES[axis]}`;
  const gap = Number((times - (thickness ?? times)).toFixed(3));
  return (
    <section>
      <h2>{heading}</h2>
      <Segments
        name="profile"
        legend={heading}
        choices={[
          ["box", "Box"],
          ["gaussian", "Gaussian"],
        ]}
        value={thickness === undefined ? "box" : "gaussian"}
        onChange={(profile) => set(profile === "box" ? undefined : times)}
      />
      {thickness === undefined ? (
        <p className="muted">
          Each slice is taken to be the mean of the {(times * mm).toFixed(2)} mm around it. Profiles thicker than the
          real one sharpen too much.
        </p>
      ) : (
        <>
          <NumberField
            label="Slice thickness in fine voxels"
            value={thickness}
            min={0.1}
            max={mostThickness(times)}
            onChange={(value) => set(Number(value.toFixed(3)))}
          />
          <p className="muted">
            fine voxels thick at half maximum ({(thickness * mm).toFixed(2)} mm), {gap < 0 ? "overlap" : "gap"}{" "}
            {Math.abs(gap)} ({(Math.abs(gap) * mm).toFixed(2)} mm). What the scan's other axes are made coarse by, to
            learn from them.
          </p>
        </>
      )}
    </section>
  );
}
