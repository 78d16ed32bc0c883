/** What came of a training by the paper's method beside its scores. */

import { useMemo, useState } from "react";
import type { PaperMetadata } from "../../methods/paper/bank";
import { CLASS_COUNT } from "../../methods/paper/classes";
import type { PaperDetails } from "../../methods/paper/learn/learner";
import type { TrainedReport } from "../../session/training-wire";
import { t } from "../../text/text";
import { Check } from "../common/check";
import { FilterGallery, type FilterSlices, limitOf, thumbnailOf } from "./filter-gallery";
import { PAPER_LAYOUT } from "./paper-classes";
import { PopulationMap, ResidualMap } from "./population-map";

export function PaperResult({ report }: { report: TrainedReport }) {
  const { filterSlices, classRows, classResidual, shrink } = report.details as PaperDetails;
  const patch = (report.metadata as PaperMetadata).patch[0];
  const [isDifference, setIsDifference] = useState(false);
  const slices = useMemo((): FilterSlices => {
    const at = (index: number, x: number, y: number) => filterSlices[(index * patch + y) * patch + x] as number;
    return {
      size: patch,
      names: [t("Central slice")],
      tap: (index, _, x, y) => at(index, x, y) - (isDifference ? at(CLASS_COUNT, x, y) : 0),
    };
  }, [filterSlices, patch, isDifference]);
  const thumbnail = useMemo(() => thumbnailOf(slices, limitOf(PAPER_LAYOUT, slices)), [slices]);
  return (
    <>
      <Shrinkage shrink={shrink} />
      <FilterGallery
        layout={PAPER_LAYOUT}
        slices={slices}
        rows={classRows}
        residual={classResidual}
        zoom={Math.round(22 / patch)}
        axes={t("x to the right, y up.")}
        choices={
          <Check
            label={t("Minus the global filter")}
            isChecked={isDifference}
            onToggle={() => setIsDifference(!isDifference)}
          />
        }
      />
      <div className="pictures">
        <PopulationMap caption={t("Class population")} layout={PAPER_LAYOUT} classRows={classRows} filter={thumbnail} />
        <ResidualMap
          caption={t("Residual of each class")}
          layout={PAPER_LAYOUT}
          classRows={classRows}
          residual={classResidual}
          filter={thumbnail}
        />
      </div>
    </>
  );
}

function Shrinkage({ shrink }: Pick<PaperDetails, "shrink">) {
  const rows = Math.round(shrink.rows).toLocaleString("en");
  if (shrink.tried.length === 0) {
    return <p>{t("Every class is pulled towards the global filter with {rows} rows, as given.", { rows })}</p>;
  }
  return (
    <table className="numbers">
      <caption>
        {t("Pull towards the global filter: {rows} rows, the best of these on {voxels} held-out voxels", {
          rows,
          voxels: shrink.heldOutRows.toLocaleString("en"),
        })}
      </caption>
      <tbody>
        <tr>
          <th scope="row">{t("Rows")}</th>
          {shrink.tried.map(({ rows: tried }) => (
            <td key={tried} className={tried === shrink.rows ? "best" : ""}>
              {tried === shrink.rows && "✓ "}
              {Math.round(tried).toLocaleString("en")}
            </td>
          ))}
        </tr>
        <tr>
          <th scope="row">{t("Mean squared error")}</th>
          {shrink.tried.map(({ rows: tried, error }) => (
            <td key={tried} className={tried === shrink.rows ? "best" : ""}>
              {error.toExponential(3)}
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}
