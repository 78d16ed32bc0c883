/** The page's part of the folded method. */

import { FOLDED_FIELDS } from "../../methods/folded/fields";
import { FEW_ROWS } from "../../methods/folded/folding";
import { changeOwn } from "../../state/training-store";
import { t } from "../../text/text";
import { NumberField } from "../common/number-field";
import { Segments } from "../common/segments";
import { Row } from "../common/setting-row";
import { FoldedResult } from "./folded-result";
import type { MethodPart, OwnRowsProps } from "./method-part";
import { schemeText } from "./scheme-text";

export const FOLDED_PART: MethodPart = {
  id: "folded",
  get learnedLabel() {
    return t("Learned filters, folded");
  },
  fewRows: FEW_ROWS,
  Rows: FoldedRows,
  Result: FoldedResult,
};

const numbers = () =>
  [
    ["rowsPerVolume", t("Voxels drawn"), t("voxels from each volume"), t("Voxels drawn from each volume"), true],
    ["shrinkRows", t("Shrinkage"), t("rows, towards the prior"), t("Shrinkage in rows"), false],
  ] as const;

function FoldedRows({ own, hasClasses }: OwnRowsProps) {
  const { taps, classes } = FOLDED_FIELDS;
  return (
    <>
      {!hasClasses && (
        <>
          <Row label={t("Taps")} note={t("voxels that a filter sees")}>
            <Segments
              name="taps"
              legend={t("Taps")}
              choices={taps.choices.map((count) => [count, String(count)] as const)}
              value={own.taps ?? taps.standard}
              onChange={(count) => changeOwn({ taps: count })}
            />
          </Row>
          <Row label={t("Second class")} note={t("what tells voxels of one structure apart")}>
            <Segments
              name="classes"
              legend={t("Second class")}
              choices={classes.choices.map((scheme) => [scheme, schemeText(scheme)] as const)}
              value={own.classes ?? classes.standard}
              onChange={(scheme) => changeOwn({ classes: scheme })}
            />
          </Row>
        </>
      )}
      {numbers().map(([key, label, note, fullLabel, isWhole]) => {
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
