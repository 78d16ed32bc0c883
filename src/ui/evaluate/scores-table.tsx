/** Every score of every volume; a row can be looked at in the viewer. */

import type { Evaluation, EvaluationRow } from "../../jobs/evaluate/rows";
import { formatColumn } from "../../jobs/evaluate/summary";
import { viewRow } from "../../state/evaluation-actions";
import { useEvaluation } from "../../state/evaluation-store";
import { Button } from "../common/button";
import { MASKS } from "../common/masks";
import { methodLabel } from "./method-style";
import { SortHeader, useSort } from "./sort-header";

interface ScoreColumn {
  readonly key: string;
  readonly label: string;
  readonly digits?: number;
  readonly read: (row: EvaluationRow) => string | number;
}

const COLUMNS: readonly ScoreColumn[] = [
  { key: "volume", label: "Volume", read: ({ volume }) => volume },
  { key: "way", label: "Degraded", read: formatColumn },
  { key: "name", label: "Method", read: ({ name }) => methodLabel(name) },
  { key: "psnr-mask", label: "PSNR mask, dB", digits: 2, read: ({ psnr }) => psnr.masked },
  { key: "psnr-box", label: "PSNR box, dB", digits: 2, read: ({ psnr }) => psnr.box },
  { key: "ssim-mask", label: "SSIM mask", digits: 4, read: ({ ssim }) => ssim.masked },
  { key: "ssim-box", label: "SSIM box", digits: 4, read: ({ ssim }) => ssim.box },
  { key: "hfen-mask", label: "HFEN mask", digits: 4, read: ({ hfen }) => hfen.masked },
  { key: "hfen-box", label: "HFEN box", digits: 4, read: ({ hfen }) => hfen.box },
  { key: "restored", label: "Restored, %", digits: 1, read: ({ spectra }) => 100 * (spectra?.restored ?? Number.NaN) },
  { key: "consistency", label: "Consistency, p", digits: 5, read: ({ consistency }) => consistency },
];

export function ScoresTable({ evaluation }: { evaluation: Evaluation }) {
  const isRunning = useEvaluation((state) => state.run !== undefined);
  const { sort, sorted, setSort } = useSort(evaluation.rows, (row, key) =>
    (COLUMNS.find((column) => column.key === key) as ScoreColumn).read(row),
  );
  return (
    <section className="section stack" aria-label="Scores of every volume">
      <h2>Every volume</h2>
      <div className="evaluate-scroll">
        <table className="evaluate-table" aria-label="Scores of every volume">
          <thead>
            <tr>
              <th scope="col">
                <span className="visually-hidden">Look at it</span>
              </th>
              {COLUMNS.map(({ key, label, digits }) => (
                <SortHeader key={key} isText={digits === undefined} sortKey={key} sort={sort} onSort={setSort}>
                  {label}
                </SortHeader>
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.map((row) => (
              <tr key={`${row.volume} ${formatColumn(row)} ${row.name}`}>
                <td>
                  <Button
                    label="View"
                    kind="quiet small"
                    disabled={isRunning}
                    aria-label={`View ${methodLabel(row.name)} of ${row.volume}, ${formatColumn(row)}`}
                    onClick={() => void viewRow(row)}
                  />
                </td>
                {COLUMNS.map(({ key, digits, read }) => (
                  <td key={key} className={digits === undefined ? "text" : ""}>
                    <bdi>{digits === undefined ? read(row) : Number(read(row)).toFixed(digits)}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="muted note">
        PSNR for a data range of 1, SSIM with a uniform 7³ window for a data range of {evaluation.settings.ssimRange},
        HFEN with σ 1.5 voxels (lower is better). Mask: {MASKS[evaluation.settings.mask].where}. Restored: share of the
        energy beyond the low resolution’s Nyquist frequency, whole box. Consistency: root mean square difference to the
        reduced volume, in units of the 99.9th percentile.
      </p>
    </section>
  );
}
