/** What came of a folded training beside its scores: which classes are well founded, and their filters. */

import { Fragment, useMemo, useState } from "react";
import type { FoldedMetadata } from "../../methods/folded/bank";
import { TAP_OFFSETS, TAP_RADIUS } from "../../methods/folded/folding";
import type { FoldedDetails, LearnedClasses } from "../../methods/folded/learn/learner";
import type { TrainedReport } from "../../session/training-wire";
import { t } from "../../text/text";
import { formatShare } from "../common/format";
import { HeadRow } from "../common/head-row";
import { Segments } from "../common/segments";
import { rowsOf } from "./class-layout";
import { FilterGallery, type FilterSlices, limitOf, thumbnailOf } from "./filter-gallery";
import { countFewRows, secondLayout, structureLayout } from "./folded-classes";
import { PopulationMap, ResidualMap } from "./population-map";
import { schemeText } from "./scheme-text";

const SIZE = 2 * TAP_RADIUS + 1;
type Kind = "structure" | "level";

const kinds = ({ classes = "level" }: FoldedMetadata) =>
  [
    ["structure", t("Structure")],
    ["level", schemeText(classes)],
  ] as const;

export function FoldedResult({ report }: { report: TrainedReport }) {
  const metadata = report.metadata as FoldedMetadata;
  const details = report.details as FoldedDetails;
  const { structure, level, shrinkRows } = details;
  const [kind, setKind] = useState<Kind>("structure");
  const layouts = useMemo(
    () => ({ structure: structureLayout(metadata, structure.rows), level: secondLayout(metadata, level.rows) }),
    [metadata, structure, level],
  );
  const slices = useMemo(
    () => ({ structure: ballSlices(structure, metadata.taps), level: ballSlices(level, metadata.taps) }),
    [structure, level, metadata.taps],
  );
  const thumbnails = useMemo(() => {
    const of = (one: Kind) => thumbnailOf(slices[one], limitOf(layouts[one], slices[one]));
    return { structure: of("structure"), level: of("level") };
  }, [layouts, slices]);
  const cells = Math.max(layouts[kind].columns, rowsOf(layouts[kind]));
  return (
    <>
      <FewRowsTable details={details} metadata={metadata} priorTitle={report.priorTitle} />
      <div className="picture-pairs">
        {kinds(metadata).map(([of, name]) => {
          const shown = {
            layout: layouts[of],
            classRows: details[of].rows,
            fewerThan: shrinkRows,
            filter: thumbnails[of],
          };
          return (
            <Fragment key={of}>
              <PopulationMap {...shown} caption={t("{kind} classes: rows", { kind: name })} />
              <ResidualMap
                {...shown}
                caption={t("{kind} classes: residual", { kind: name })}
                residual={details[of].residual}
              />
            </Fragment>
          );
        })}
      </div>
      <FilterGallery
        key={kind}
        layout={layouts[kind]}
        slices={slices[kind]}
        rows={details[kind].rows}
        residual={details[kind].residual}
        zoom={Math.min(5, Math.max(2, Math.round((300 / cells - 1) / SIZE)))}
        axes={t(
          "Canonical axes: the 1st to the right, the 2nd up, slices along the 3rd. A voxel takes the mean of the filters of its two classes.",
        )}
        choices={
          <Segments
            name="filter-kind"
            legend={t("Classes")}
            choices={kinds(metadata)}
            value={kind}
            onChange={setKind}
          />
        }
      />
    </>
  );
}

type FewRowsProps = Pick<TrainedReport, "priorTitle"> & {
  readonly details: FoldedDetails;
  readonly metadata: FoldedMetadata;
};

function FewRowsTable({ details, metadata, priorTitle }: FewRowsProps) {
  const { shrinkRows } = details;
  const rows = shrinkRows.toLocaleString("en");
  const counts = kinds(metadata).map(([of, name]) => [name, countFewRows(details[of].rows, shrinkRows)] as const);
  return (
    <>
      <table className="numbers">
        <caption>{t("Classes that are mostly what they were drawn towards")}</caption>
        <HeadRow
          names={[t("Classes"), t("With rows"), t("Fewer than {rows} rows", { rows }), t("Share of all rows")]}
        />
        <tbody>
          {counts.map(([name, { filled, few, share }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{filled}</td>
              <td className={few > 0 ? "warn" : ""}>{few}</td>
              <td>{formatShare(share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {priorTitle === undefined
          ? t("Every class is drawn towards the mean of all classes with the weight of {rows} rows.", { rows })
          : t("Every class is drawn towards {prior} with the weight of {rows} rows.", { prior: priorTitle, rows })}{" "}
        {t("Classes with fewer are framed below: they have learned little from these volumes.")}
      </p>
    </>
  );
}

/** The ball of taps as slices along the third canonical axis. */
function ballSlices({ filters }: LearnedClasses, taps: number): FilterSlices {
  const offsets = [...Array(SIZE).keys()].map((i) => i - TAP_RADIUS);
  const numbers = new Map(TAP_OFFSETS.slice(0, taps).map((offset, k) => [offset.join(), k]));
  return {
    size: SIZE,
    names: offsets.map((z) => (z < 0 ? `−${-z}` : z > 0 ? `+${z}` : "0")),
    tap: (index, slice, x, y) => {
      const k = numbers.get([x, y, slice].map((i) => i - TAP_RADIUS).join());
      return k === undefined ? undefined : filters[index * taps + k];
    },
  };
}
