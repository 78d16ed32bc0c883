/** The table in the paper's form, the paper's own beside it, and the files. */

import { useState } from "react";
import { LEAST_PAIRS } from "../../core/statistics";
import { evaluationCsv, evaluationJson } from "../../jobs/evaluate/export";
import { PAPER_DIFFERENCES, PAPER_TABLE, PAPER_VOLUMES } from "../../jobs/evaluate/paper-table";
import type { Evaluation } from "../../jobs/evaluate/rows";
import { type Area, formatCell, MEASURES, measureOf } from "../../jobs/evaluate/summary";
import { download } from "../../state/download";
import { entryText, t } from "../../text/text";
import { Button } from "../common/button";
import { HeadRow } from "../common/head-row";
import { maskTexts } from "../common/masks";
import { NoticeList } from "../common/notice-list";
import { ScrollBox } from "../common/scroll-box";
import { Segments } from "../common/segments";
import { Select } from "../common/select";
import { learnedNote } from "./learned-mark";
import { measureDefinition } from "./measure-texts";
import { SummaryTable } from "./summary-table";

/** The two that the paper tells in one cell. */
const PAPER_PAIR = ["psnr", "ssim"] as const;

export function SummarySection({ evaluation }: { evaluation: Evaluation }) {
  const [wantedArea, setArea] = useState<Area>("masked");
  const [shown, setShown] = useState(PAPER_PAIR.join(" "));
  const [isGain, setIsGain] = useState(false);
  const { volumes, rows, isComplete } = evaluation;
  const notices = volumes.flatMap((volume) =>
    (volume.notices ?? []).map(({ code, text }) => ({ code, text: `${volume.name}: ${text}` })),
  );
  const measures = shown.split(" ").map(measureOf);
  const areas = measures.map((measure) => measure.areas).reduce((a, b) => a.filter((area) => b.includes(area)));
  const area = areas.includes(wantedArea) ? wantedArea : (areas[0] as Area);
  return (
    <section className="section stack" aria-labelledby="evaluate-summary">
      <header className="row wrap evaluate-head">
        <h2 id="evaluate-summary">{heading(volumes.length, isComplete)}</h2>
        <Button label={t("Save CSV")} kind="small" onClick={() => save(evaluationCsv(evaluation), "text/csv", "csv")} />
        <Button
          label={t("Save JSON")}
          kind="small"
          onClick={() => save(evaluationJson(evaluation), "application/json", "json")}
        />
      </header>
      <div className="row wrap evaluate-line">
        <Select
          label={t("Measure")}
          value={shown}
          options={[
            [PAPER_PAIR.join(" "), PAPER_PAIR.map((id) => entryText(measureOf(id).label)).join(" / ")],
            ...MEASURES.map(({ id, title }) => [id, entryText(title)] as const),
          ]}
          onChange={setShown}
        />
        <Segments
          legend={t("Shown")}
          name="summary-gain"
          choices={[
            ["value", t("Values")],
            ["gain", t("Gain over tricubic")],
          ]}
          value={isGain ? "gain" : "value"}
          onChange={(choice) => setIsGain(choice === "gain")}
        />
        <Segments
          legend={t("Area")}
          name="summary-area"
          choices={[
            ["masked", t("Inside the mask"), t("voxels inside the mask"), !areas.includes("masked")],
            ["box", t("Whole box"), t("every voxel"), !areas.includes("box")],
          ]}
          value={area}
          onChange={setArea}
        />
      </div>
      <ScrollBox label={t("Scores by method, to scroll")}>
        <div className="evaluate-tables">
          <SummaryTable evaluation={evaluation} measures={measures} area={area} isGain={isGain} />
          <PaperTable />
        </div>
      </ScrollBox>
      <p className="muted note">
        {measures.map((measure) => measureDefinition(measure, evaluation.settings)).join(" ")}{" "}
        {isGain && gainNote(volumes.length)} {whereNote(area, evaluation)}
      </p>
      {notices.length > 0 && <NoticeList notices={notices} />}
      {rows.some(({ learnedFrom }) => learnedFrom) && <p className="warn note">{learnedNote()}</p>}
      <p className="muted note">{entryText(PAPER_DIFFERENCES)}</p>
    </section>
  );
}

/** In one piece, so that what stays the same stays in its place. */
function heading(count: number, isComplete: boolean): string {
  const mean =
    count > 1
      ? t("Mean ± standard deviation over {count, plural, one {# volume} other {# volumes}}", { count })
      : t("Mean over {count, plural, one {# volume} other {# volumes}}", { count });
  return isComplete ? mean : t("{mean} — not all volumes", { mean });
}

const save = (text: string, type: string, extension: string) =>
  download(new Blob([text], { type }), `evaluation.${extension}`);

function gainNote(volumes: number): string {
  return volumes >= LEAST_PAIRS
    ? t(
        "Gains are the mean difference to tricubic interpolation on the same volumes; p of Wilcoxon’s signed-rank test, exact, two-sided, not corrected for the number of comparisons.",
      )
    : t("Gains are the mean difference to tricubic interpolation on the same volumes; a test needs {least} volumes.", {
        least: LEAST_PAIRS,
      });
}

function whereNote(area: Area, { settings }: Evaluation): string {
  const where =
    area === "box"
      ? t("Over the whole box.")
      : t("Inside the mask: {where}.", { where: maskTexts(settings.mask).where });
  return settings.zeroOutside ? `${where} ${t("Everything is 0 outside the mask.")}` : where;
}

function PaperTable() {
  return (
    <table className="muted evaluate-table">
      <caption>
        {t("The paper’s Table 1, for reading: {volumes}; PSNR in dB / SSIM", { volumes: PAPER_VOLUMES })}
      </caption>
      <HeadRow names={[t("Method"), "2×", "3×", "4×"]} />
      <tbody>
        {PAPER_TABLE.map(({ method, cells }) => (
          <tr key={method}>
            <th scope="row">{method}</th>
            {cells.map(({ psnr, ssim }) => (
              <td key={psnr[0]}>
                {formatCell({ mean: psnr[0], sd: psnr[1] }, 2)} / {formatCell({ mean: ssim[0], sd: ssim[1] }, 4)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
