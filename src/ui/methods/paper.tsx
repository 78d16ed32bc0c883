/** The page's part of the paper's method. */

import { PAPER_FIELDS } from "../../methods/paper/fields";
import type { PaperDetails } from "../../methods/paper/learn/learner";
import { changeOwn } from "../../state/training-store";
import { formatSmall } from "../common/format";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Select } from "../common/select";
import { Row } from "../common/setting-row";
import type { MethodPart, OwnRowsProps } from "./method-part";
import { PAPER_LAYOUT } from "./paper-classes";
import { PaperResult } from "./paper-result";

export const PAPER_PART: MethodPart = {
  id: "paper",
  learnedLabel: "Learned filters",
  BoundRows: PatchRow,
  Rows: PaperRows,
  runningLayout: PAPER_LAYOUT,
  facts: ({ details }) => [`largest residual ${formatSmall((details as PaperDetails).worstResidual)}`],
  Result: PaperResult,
};

function PatchRow({ own: { patch = PAPER_FIELDS.patch.standard } }: OwnRowsProps) {
  return (
    <Row label="Patch">
      <Segments
        name="patch"
        legend="Patch"
        choices={PAPER_FIELDS.patch.choices.map((width) => [width, `${width}³`] as const)}
        value={patch}
        onChange={(width) => changeOwn({ patch: width })}
      />
    </Row>
  );
}

function PaperRows({ own }: OwnRowsProps) {
  const { sample = PAPER_FIELDS.sample.standard, shrinkRows = PAPER_FIELDS.shrinkRows.standard } = own;
  return (
    <>
      <Row label="Voxels used" note="% of each mask">
        <NumberField
          label="Share of the voxels in percent"
          value={Number(sample) * 100}
          min={0.01}
          max={100}
          onChange={(percent) => changeOwn({ sample: percent / 100 })}
        />
      </Row>
      <ShrinkRow shrinkRows={shrinkRows} />
    </>
  );
}

function ShrinkRow({ shrinkRows }: { shrinkRows: number | string }) {
  return (
    <Row label="Shrinkage" note={shrinkRows === "auto" ? "by held-out voxels" : "rows"}>
      <Select
        label="Shrinkage"
        value={shrinkRows === "auto" ? "auto" : "rows"}
        options={[
          ["auto", "automatic"],
          ["rows", "given"],
        ]}
        onChange={(kind) => changeOwn({ shrinkRows: kind === "auto" ? "auto" : 6000 })}
      />
      {shrinkRows !== "auto" && (
        <NumberField
          label="Shrinkage in rows"
          value={Number(shrinkRows)}
          min={0}
          max={1e9}
          onChange={(rows) => changeOwn({ shrinkRows: rows })}
        />
      )}
    </Row>
  );
}
