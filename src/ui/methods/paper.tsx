/** The page's part of the paper's method. */

import { PAPER_FIELDS } from "../../methods/paper/fields";
import type { PaperDetails } from "../../methods/paper/learn/learner";
import { changeOwn } from "../../state/training-store";
import { t } from "../../text/text";
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
  get learnedLabel() {
    return t("Learned filters");
  },
  BoundRows: PatchRow,
  Rows: PaperRows,
  runningLayout: PAPER_LAYOUT,
  facts: ({ details }) => [
    t("largest residual {residual}", { residual: formatSmall((details as PaperDetails).worstResidual) }),
  ],
  Result: PaperResult,
};

function PatchRow({ own: { patch = PAPER_FIELDS.patch.standard } }: OwnRowsProps) {
  return (
    <Row label={t("Patch")} note={t("voxels that a filter sees")}>
      <Segments
        name="patch"
        legend={t("Patch")}
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
      <Row label={t("Voxels used")} note={t("% of each mask")}>
        <NumberField
          label={t("Share of the voxels in percent")}
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
    <Row label={t("Shrinkage")} note={shrinkRows === "auto" ? t("by held-out voxels") : t("rows")}>
      <Select
        label={t("Shrinkage")}
        value={shrinkRows === "auto" ? "auto" : "rows"}
        options={[
          ["auto", t("automatic")],
          ["rows", t("given")],
        ]}
        onChange={(kind) => changeOwn({ shrinkRows: kind === "auto" ? "auto" : 6000 })}
      />
      {shrinkRows !== "auto" && (
        <NumberField
          label={t("Shrinkage in rows")}
          value={Number(shrinkRows)}
          min={0}
          max={1e9}
          onChange={(rows) => changeOwn({ shrinkRows: rows })}
        />
      )}
    </Row>
  );
}
