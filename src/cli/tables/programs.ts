/**
 * `npm run table:programs -- SCAN … [--factor 2]`: the three qualities beside other people's programs that make scans finer. Each
 * scan is made coarse by block averages and written to a file; each program is started as by hand, and its
 * file is read and measured. Programs that are not installed are told and left out. Seconds are those of a processor's
 * core, reading and writing included.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inUnits, workingUnits } from "../../core/intensity";
import { trainingMask } from "../../core/mask";
import { cropToMultiple, type Factor, formatFactor } from "../../core/volume";
import { degradeVolume } from "../../degradations/degrade";
import { measure } from "../../jobs/measures/measure";
import { QUALITIES } from "../../methods/method";
import { readArguments } from "../arguments";
import { factorsOf } from "../command";
import { findScans } from "../scans";
import { openExecutor, tell } from "../terminal";
import { writeVolume } from "../volume-file";
import { markdownRow, nameOf, readVolume, signed, tableProgram } from "./table";

interface Program {
  readonly name: string;
  /** Arguments that make the file `to` from the file `from`. */
  readonly command: (from: string, to: string, factor: Factor) => readonly string[];
}

/** The Python that has what is needed; systems have several. */
const PYTHON =
  ["python3", "/usr/bin/python3"].find((python) => spawnSync(python, ["-c", "import nibabel, scipy"]).status === 0) ??
  "python3";
const SPLINE = `import sys, nibabel, numpy, scipy.ndimage
scan = nibabel.load(sys.argv[1])
fine = scipy.ndimage.zoom(numpy.asarray(scan.dataobj, numpy.float32), [int(s) for s in sys.argv[3].split(",")], order=3, mode="nearest", grid_mode=True)
nibabel.save(nibabel.Nifti1Image(fine, scan.affine), sys.argv[2])`;

const PROGRAMS: readonly Program[] = [
  ...["cubic", "sinc"].map((kind) => ({
    name: `MRtrix3 \`mrgrid -interp ${kind}\``,
    command: (from: string, to: string, factor: Factor) => [
      ...["mrgrid", from, "regrid", "-scale", factor.join(), "-interp", kind, to, "-quiet", "-nthreads", "0"],
    ],
  })),
  {
    name: "SciPy `ndimage.zoom`, cubic B-spline",
    command: (from, to, factor) => [PYTHON, "-c", SPLINE, from, to, factor.join()],
  },
  ...QUALITIES.map((quality) => ({
    name: `Eigenvox \`${quality}\``,
    command: (from: string, to: string, factor: Factor) => [
      ...[process.execPath, join(import.meta.dirname, "eigenvox.js"), "upscale", from, "-o", to],
      ...["--factor", factor.join(), "--quality", quality, "--device", "cpu"],
    ],
  })),
];

/** Runs a program; seconds of processor time, or undefined, with a line that tells why, where it did not do its work. */
function secondsOf(name: string, command: readonly string[]): number | undefined {
  const script = 'TIMEFORMAT="%U %S"; time "$@"';
  const { status, stderr } = spawnSync("bash", ["-c", script, "-", ...command], { encoding: "utf8" });
  const lines = stderr.trimEnd().split("\n");
  const times = (lines.pop() ?? "").split(" ").map(Number);
  if (status === 0) return times.reduce((a, b) => a + b, 0);
  tell(`${name}: left out. ${lines.at(-1) ?? ""}`);
  return undefined;
}

await tableProgram(
  "table:programs",
  async (first, others) => {
    const args = readArguments([first, ...others], { texts: ["factor"] });
    const factors = factorsOf(args);
    const scans = await findScans(args.files, factors);
    const executor = await openExecutor("cpu");
    const folder = mkdtempSync(join(tmpdir(), "eigenvox-programs-"));
    const header = ["scan", "factor", "program", "PSNR inside, dB", "SSIM inside", "processor seconds"];
    process.stdout.write(`${markdownRow(header)}\n${markdownRow(header.map(() => "---"))}\n`);
    try {
      for (const { name, read } of scans) {
        const { volume } = await read();
        for (const factor of factors) {
          const truth = cropToMultiple(volume, factor);
          const units = workingUnits(truth.data);
          const mask = trainingMask(truth.data, "nonzero");
          const low = join(folder, "low.nii");
          const description = "made coarse by block averages";
          await writeVolume(low, await degradeVolume(executor, truth, factor, "box"), { description });
          let least: number | undefined;
          for (const [i, program] of PROGRAMS.entries()) {
            const made = join(folder, `${i}.nii`);
            rmSync(made, { force: true });
            const seconds = secondsOf(program.name, program.command(low, made, factor));
            if (seconds === undefined) continue;
            const { data, dims } = await readVolume(made);
            if (dims.join() !== truth.dims.join()) {
              tell(`${program.name}: left out. It made ${dims.join("×")} voxels.`);
              continue;
            }
            const scaled = [truth.data, data].map((values) => inUnits(values, units)) as [Float32Array, Float32Array];
            const { psnr, ssim } = await measure(executor, ...scaled, dims, mask);
            least ??= psnr.masked;
            const quality = [`${psnr.masked.toFixed(2)} (${signed(psnr.masked - least, 2)})`, ssim.masked.toFixed(4)];
            const cells = [nameOf(name), formatFactor(factor), program.name, ...quality, seconds.toFixed(1)];
            process.stdout.write(`${markdownRow(cells)}\n`);
          }
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  "SCAN … [--factor 2 …]",
);
