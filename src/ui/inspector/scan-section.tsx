/** What is known of the image that is looked at, and which two are compared. */

import { ArrowLeftRight } from "lucide-react";
import type { Notice } from "../../core/notice";
import { closeSeries } from "../../state/closing";
import { isComputed, type Series, swapCompared, useSeries } from "../../state/series-store";
import { t } from "../../text/text";
import { Button } from "../common/button";
import { FactList } from "../common/fact-list";
import { formatDims, formatSpacing } from "../common/format";
import { CopyNotices, NoticeList } from "../common/notice-list";
import { Select } from "../common/select";
import { contrastGuess } from "../intake/intake-texts";
import { EvidenceFacts } from "./evidence-facts";
import { fieldOfView, orientationText, slicesText } from "./scan-texts";
import { InspectorSection } from "./section";
import { SliceObstacle } from "./slice-obstacle";
import { useActiveSeries } from "./use-active";

export function ScanSection() {
  const series = useActiveSeries();
  return (
    <InspectorSection
      section="scan"
      title={series && isComputed(series) ? t("This image") : t("This scan")}
      note={series && series.warnings.length > 0 ? warningCount(series.warnings.length) : undefined}
    >
      {series ? <ScanBody series={series} /> : <p className="muted">{t("Open a scan first")}</p>}
    </InspectorSection>
  );
}

const warningCount = (count: number) => t("{count, plural, one {# warning} other {# warnings}}", { count });

function ScanBody({ series }: { series: Series }) {
  const { name, title, warnings, id } = series;
  return (
    <div className="stack">
      <p className="scan-name">
        <bdi>{name}</bdi>
        {title !== name && <span className="muted"> · {title}</span>}
      </p>
      <FactList className="facts" facts={scanFacts(series)} />
      <EvidenceFacts scan={series} />
      <SliceObstacle scan={series} />
      {warnings.length > 0 && <Warnings notices={warnings} />}
      <Compared />
      <Button label={t("Close {title}", { title })} kind="small" onClick={() => void closeSeries(id)} />
    </div>
  );
}

function scanFacts(series: Series) {
  const { grid, orientationKnown, frames, frame, origin, synthetic, details, slices, contrast, evidence } = series;
  return [
    [t("Size"), t("{dims} voxels", { dims: formatDims(grid.dims) })],
    [t("Voxel"), formatSpacing(grid.spacing)],
    [t("Covers"), t("{lengths} mm", { lengths: fieldOfView(grid.dims, grid.spacing) })],
    [t("Orientation"), orientationText(grid.affine, orientationKnown)],
    ...(slices && !evidence?.slices ? [[t("Slices"), slicesText(slices)] as const] : []),
    ...(contrast ? [[t("Contrast"), contrastGuess(contrast)] as const] : []),
    ...(frames > 1 ? [[t("Frame"), t("{frame} of {frames}", { frame: frame + 1, frames })] as const] : []),
    ...(synthetic ? [[t("Origin"), t("synthetic, not a person")] as const] : []),
    ...(origin ? [[t("Origin"), origin] as const] : []),
    ...details.map((text) => [t("File"), text] as const),
  ] as const;
}

function Warnings({ notices }: { notices: readonly Notice[] }) {
  return (
    <div className="stack">
      <h4 className="warn">{warningCount(notices.length)}</h4>
      <NoticeList notices={notices} />
      <CopyNotices notices={notices} />
    </div>
  );
}

/** A and B of the layouts that compare two. */
function Compared() {
  const { series, a, b } = useSeries();
  if (series.length < 2) return null;
  const scans = series.filter(({ kind }) => kind === "scan").length;
  const options = series.map(({ id, title, name }) => [id, scans > 1 ? `${title} · ${name}` : title] as const);
  const choose = (side: "a" | "b", id: string) => {
    const other = side === "a" ? b : a;
    if (id === other) swapCompared();
    else useSeries.setState({ [side]: id, isPairChosen: true });
  };
  return (
    <fieldset className="compared">
      <legend className="muted">{t("Compared")}</legend>
      {(["a", "b"] as const).map((side) => (
        <label key={side}>
          <span aria-hidden="true">{side.toUpperCase()}</span>
          <Select
            label={side === "a" ? t("A, compared") : t("B, compared")}
            value={(side === "a" ? a : b) ?? ""}
            options={[...((side === "a" ? a : b) === undefined ? [["", "—"] as const] : []), ...options]}
            onChange={(id) => id !== "" && choose(side, id)}
          />
        </label>
      ))}
      <Button
        label={
          <>
            <ArrowLeftRight size={12} aria-hidden="true" /> {t("Swap A and B")}
          </>
        }
        kind="quiet small"
        disabled={a === undefined || b === undefined}
        onClick={swapCompared}
      />
    </fieldset>
  );
}
