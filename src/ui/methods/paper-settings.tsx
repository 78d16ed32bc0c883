/** What the paper's method alone is told. */

import type { TrainingSettings } from "../../state/training-settings";
import { PATCHES } from "../../state/training-settings";
import { changePaper } from "../../state/training-store";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Row } from "../common/setting-row";

/** What sums are tied to beside the degradation. */
export function PatchRow({ patch }: { patch: number }) {
  return (
    <Row label="Patch">
      <Segments
        name="patch"
        legend="Patch"
        choices={PATCHES.map((width) => [width, `${width}³`] as const)}
        value={patch}
        onChange={(width) => changePaper({ patch: width })}
      />
    </Row>
  );
}

export function PaperRows({ settings: { sample, shrinkRows } }: { settings: TrainingSettings["paper"] }) {
  return (
    <>
      <Row label="Voxels used" note="% of each mask">
        <NumberField
          label="Share of the voxels in percent"
          value={sample * 100}
          min={0.01}
          max={100}
          onChange={(percent) => changePaper({ sample: percent / 100 })}
        />
      </Row>
      <ShrinkRow shrinkRows={shrinkRows} />
    </>
  );
}

export function KeepRow({ keep }: { keep: boolean }) {
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={keep}
          onChange={(event) => changePaper({ keep: event.currentTarget.checked })}
        />{" "}
        Keep progress in this browser
      </label>
      {keep && (
        <p className="muted">
          The volumes and the sums are written to this browser’s private storage on this computer, so that a reload can
          go on. They are removed when training ends or when you discard them.
        </p>
      )}
    </>
  );
}

function ShrinkRow({ shrinkRows }: { shrinkRows: number | "auto" }) {
  return (
    <Row label="Shrinkage" note={shrinkRows === "auto" ? "by held-out voxels" : "rows"}>
      <select
        aria-label="Shrinkage"
        value={shrinkRows === "auto" ? "auto" : "rows"}
        onChange={(event) => changePaper({ shrinkRows: event.currentTarget.value === "auto" ? "auto" : 6000 })}
      >
        <option value="auto">automatic</option>
        <option value="rows">given</option>
      </select>
      {shrinkRows !== "auto" && (
        <NumberField
          label="Shrinkage in rows"
          value={shrinkRows}
          min={0}
          max={1e9}
          onChange={(rows) => changePaper({ shrinkRows: rows })}
        />
      )}
    </Row>
  );
}
