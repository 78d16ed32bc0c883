/** The page's part of the folded method. */

import { FOLDED_FIELDS } from "../../methods/folded/fields";
import { FEW_ROWS } from "../../methods/folded/folding";
import { changeOwn } from "../../state/training-store";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Row } from "../common/setting-row";
import { FoldedResult } from "./folded-result";
import type { MethodPart, OwnRowsProps } from "./method-part";

export const FOLDED_PART: MethodPart = {
  id: "folded",
  learnedLabel: "Learned filters, folded",
  fewRows: FEW_ROWS,
  Rows: FoldedRows,
  Result: FoldedResult,
};

function FoldedRows({ own, hasPrior }: OwnRowsProps) {
  const { taps, rowsPerVolume, shrinkRows } = FOLDED_FIELDS;
  return (
    <>
      {!hasPrior && (
        <Row label="Taps" note="voxels a filter sees">
          <Segments
            name="taps"
            legend="Taps"
            choices={taps.choices.map((count) => [count, String(count)] as const)}
            value={own.taps ?? taps.standard}
            onChange={(count) => changeOwn({ taps: count })}
          />
        </Row>
      )}
      <Row label="Voxels drawn" note="from each volume">
        <NumberField
          label="Voxels drawn from each volume"
          value={Number(own.rowsPerVolume ?? rowsPerVolume.standard)}
          min={rowsPerVolume.range[0]}
          max={rowsPerVolume.range[1]}
          isWhole
          onChange={(rows) => changeOwn({ rowsPerVolume: rows })}
        />
      </Row>
      <Row label="Shrinkage" note="rows, towards the prior">
        <NumberField
          label="Shrinkage in rows"
          value={Number(own.shrinkRows ?? shrinkRows.standard)}
          min={shrinkRows.range[0]}
          max={shrinkRows.range[1]}
          onChange={(rows) => changeOwn({ shrinkRows: rows })}
        />
      </Row>
    </>
  );
}
