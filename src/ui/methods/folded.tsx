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

const NUMBERS = [
  ["rowsPerVolume", "Voxels drawn", "from each volume", "Voxels drawn from each volume", true],
  ["shrinkRows", "Shrinkage", "rows, towards the prior", "Shrinkage in rows", false],
] as const;

function FoldedRows({ own, hasPrior }: OwnRowsProps) {
  const { taps } = FOLDED_FIELDS;
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
      {NUMBERS.map(([key, label, note, fullLabel, isWhole]) => {
        const { standard, range } = FOLDED_FIELDS[key];
        return (
          <Row key={key} label={label} note={note}>
            <NumberField
              label={fullLabel}
              value={Number(own[key] ?? standard)}
              min={range[0]}
              max={range[1]}
              isWhole={isWhole}
              onChange={(value) => changeOwn({ [key]: value })}
            />
          </Row>
        );
      })}
    </>
  );
}
