/** An evaluation as files: every number with all that must be known to repeat it. */

import { LOG_SIGMA } from "../measures/hfen";
import { METRICS } from "../measures/metrics";
import { SSIM_WINDOW } from "../measures/ssim";
import { BAND_EDGES, type Evaluation, GLOBAL_FILTER } from "./rows";

/** What the numbers mean, in every export. Source: method §8. */
function definitions({ settings }: Evaluation) {
  return {
    ...Object.fromEntries(METRICS.map(({ id, define }) => [id, define(settings)])),
    seconds: { unit: "s, of making the result" },
    multiplyAdds: { unit: "multiply-adds an output voxel, roughly, without learning" },
    consistency: { unit: `root mean square, in units of ${settings.zeroOutside ? "p" : "the working range"}` },
    spectra: {
      restored: "share of the original's energy beyond the low resolution's Nyquist frequency, whole box",
      bands: "multiples of that frequency",
      highest: "cycles per mm",
    },
  };
}

export function evaluationJson(evaluation: Evaluation): string {
  return `${JSON.stringify({ format: "eigenvox-evaluation/1", definitions: definitions(evaluation), ...evaluation }, null, 2)}\n`;
}

/** One line per volume, way of degrading and method; a header line first, lines end in CRLF as RFC 4180 has it. */
export function evaluationCsv(evaluation: Evaluation): string {
  const { settings, software, adapter, banks, volumes, rows } = evaluation;
  const lines = rows.map((row) => {
    const volume = volumes.find(({ name }) => name === row.volume);
    const bank = banks.find(({ name }) => row.name === name || row.name === `${name}, ${GLOBAL_FILTER}`);
    return {
      volume: row.volume,
      factor: row.factor.join(" "),
      degradation: row.degradation,
      method: row.name,
      ...Object.fromEntries(
        METRICS.flatMap(({ id, columns: { box, masked } }) => [
          [box, known(row[id].box)],
          [masked, known(row[id].masked)],
        ]),
      ),
      consistency_rmse: row.consistency,
      detail_restored: row.spectra?.restored ?? "",
      ...Object.fromEntries(
        BAND_EDGES.slice(1).map((to, i) => [
          `detail_restored_${BAND_EDGES[i]}_${to}`,
          row.spectra?.bands.find((band) => band.to === to)?.restored ?? "",
        ]),
      ),
      seconds: row.seconds,
      multiply_adds: row.multiplyAdds,
      bank_sha256: bank?.hash ?? "",
      bank_degradation: bank?.degradation ?? "",
      bank_learned_from_volume: row.learnedFrom ?? "",
      mask: settings.mask,
      mask_voxels: volume?.maskVoxels ?? "",
      zero_outside_mask: settings.zeroOutside,
      psnr_data_range: 1,
      ssim_data_range: settings.ssimRange,
      ssim_window: SSIM_WINDOW,
      crispness: settings.crispness,
      mirrored: settings.mirrored,
      back_projection_steps: settings.steps,
      hfen_sigma_voxels: LOG_SIGMA,
      dims: volume?.dims.join(" ") ?? "",
      spacing_mm: volume?.spacing.join(" ") ?? "",
      software,
      adapter,
    };
  });
  const [first] = lines;
  if (!first) return "";
  return [Object.keys(first), ...lines.map(Object.values)].map((cells) => `${cells.map(quote).join()}\r\n`).join("");
}

/** Empty where it was not taken. */
const known = (score: number) => (Number.isNaN(score) ? "" : score);

function quote(value: string | number | boolean): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
