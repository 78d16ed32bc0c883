/** `eigenvox upscale`: a scan made finer, with what is known of the result's faithfulness. */

import { freemem } from "node:os";
import { EigenvoxError } from "../core/errors";
import { type Degradation, defaultSteps } from "../degradations/degradation";
import { sliceProfileOf } from "../degradations/slice";
import type { SliceGeometry } from "../formats/scan-format";
import { checkResult } from "../jobs/limits";
import { planMemory } from "../jobs/plan";
import { trueGridFacts } from "../jobs/provenance";
import { type SuperResolution, superResolve } from "../jobs/super-resolve";
import { isBankMethod, type Method, QUALITIES } from "../methods/method";
import { METHODS, methodOf } from "../methods/registry";
import type { Arguments } from "./arguments";
import {
  type Command,
  checkPaths,
  DEGRADATION_USAGE,
  DEVICE_USAGE,
  degradationOf,
  deviceOf,
  factorOf,
  GRADES,
  outputPath,
  volumePath,
} from "./command";
import { checkFree, openBank } from "./files";
import { FORMATS } from "./formats";
import { PROGRESS_USAGE } from "./progress-option";
import { evidenceLines, evidenceOf, onTrueGrid, shippedBankFor } from "./scan-evidence";
import { openSeries, PATHS_USAGE, SERIES_USAGE } from "./scans";
import { interruptSignal, onDevice, progressLine, tell, tellNotice } from "./terminal";
import { writeResult } from "./upscale-output";

const IDS = METHODS.map(({ id }) => id);
const MIRRORING = METHODS.filter(({ mirrored }) => mirrored).map(({ id }) => id);
const SELF = METHODS.find(({ self }) => self) as Method;
const PREDICTING = METHODS.filter(({ predictsErrors }) => predictsErrors).map(({ id }) => id);
/** A single file, and the formats in which a result is a series of files. */
const ONE_FILE = "nifti";
const OUTPUTS = [ONE_FILE, ...FORMATS.flatMap(({ id, writeSeries }) => (writeSeries ? [id] : []))];

export const UPSCALE: Command = {
  usage: `upscale PATH … -o OUT.nii.gz --factor 2 [--bank FILE] [--quality ${QUALITIES.join("|")} | --method ${IDS.join("|")}] [options]
  Makes a scan finer. Without --bank: the shipped bank of that factor (and method) for scans made as this one shows to be.
  ${PATHS_USAGE}
${SERIES_USAGE}
  --factor   2, 3, 4, or one number per axis, as in 1,1,2
  --quality  by the method that stands for it: ${GRADES}
  --format ${OUTPUTS.join("|")}   of the result (${ONE_FILE}); but for ${ONE_FILE}, -o names a folder that is empty or not there yet
  --keep-patient     with --format dicom: also write what the DICOM source tells of the patient, which is left out else
  --self     learn a bank from the scan itself; with --bank: drawn towards that bank
${DEVICE_USAGE}
${DEGRADATION_USAGE} (how the scan is taken to have been made: to learn
                     from it, and to compare the result with it; the bank's, or with --self or an interpolation that of
                     the slices as the files tell, else box)
  --back-project N   steps that make the result, degraded again, equal the scan more closely (on scans of little noise 1
                     for box and kspace, 2 for slices that overlap; else 0)
  --mirrored the mean over the scan and its mirror images: better, for eight times the work (${MIRRORING.join(", ")} banks)
  --as-is    leave a scan whose grid is finer than it was sampled on that grid; else it is brought to its true one first
  --crispness C      from 0, filters for the scan's noise (which is estimated), to 1, filters as if it had none: crisper, and
                     noisier (0)
  --residual FILE    also write that difference
  --error-map FILE   also write the error to be expected of every voxel (${PREDICTING.join(", ")} banks)
  --sidecar FILE     also write a JSON file of how the result came to be, as BIDS has it of derivatives
  --gpu-mib  upper bound of device memory (512)
${PROGRESS_USAGE}`,
  texts: [
    "device",
    "output",
    "series",
    "factor",
    "format",
    "bank",
    "method",
    "quality",
    "degradation",
    "back-project",
    "crispness",
    "residual",
    "error-map",
    "sidecar",
    "gpu-mib",
    "progress",
  ],
  flags: ["self", "mirrored", "as-is", "keep-patient"],
  run: runUpscale,
};

/** That of `--method` or of `--quality`; undefined without either. */
function askedMethod(args: Arguments): Method | undefined {
  const [name, grade] = [args.text("method"), args.text("quality")];
  if (grade === undefined) return name === undefined ? undefined : METHODS[IDS.indexOf(args.word("method", IDS, name))];
  if (name !== undefined) throw new EigenvoxError("E_ARGUMENT", "--quality chooses the method: leave out --method.");
  return methodOf(args.word("quality", QUALITIES, QUALITIES[0]));
}

async function runUpscale(args: Arguments): Promise<void> {
  checkPaths(args);
  const output = outputPath(args);
  const factor = factorOf(args);
  const bankFile = args.text("bank");
  const given = bankFile ? await openBank(bankFile) : undefined;
  const isSelf = args.flag("self");
  const wanted = askedMethod(args);
  const usesBank = wanted === undefined || isBankMethod(wanted);
  if (bankFile && !usesBank) throw new EigenvoxError("E_ARGUMENT", `--method ${wanted?.id} uses no bank.`);
  if (isSelf && wanted && wanted !== SELF) throw new EigenvoxError("E_ARGUMENT", `--self learns a ${SELF.id} bank.`);
  const expected = wanted ?? (isSelf ? SELF : undefined);
  if (given && expected && given.method !== expected) {
    throw new EigenvoxError("E_BANK_MISMATCH", `${bankFile} is no ${expected.id} bank.`);
  }
  const errorFile = volumePath(args, "error-map");
  if (errorFile && expected && !expected.predictsErrors) {
    throw new EigenvoxError("E_ARGUMENT", `--error-map needs a bank of: ${PREDICTING.join(", ")}.`);
  }
  const told = args.text("degradation") === undefined ? undefined : degradationOf(args, factor, "box");
  const residualFile = volumePath(args, "residual");
  const format = args.word("format", OUTPUTS, ONE_FILE);
  const keepPatient = args.flag("keep-patient");
  if (keepPatient && format === ONE_FILE) {
    throw new EigenvoxError("E_ARGUMENT", `--keep-patient is not for --format ${ONE_FILE}.`);
  }
  if (format !== ONE_FILE) await checkFree(output);
  const gpuBytes = args.number("gpu-mib", 64, 65536, 512) * 2 ** 20;
  const crispness = args.number("crispness", 0, 1, 0);
  const scan = await openSeries(args, factor, ({ dims }) => checkResult(dims, factor));
  if (keepPatient && scan.series.origin.format !== format) {
    throw new EigenvoxError("E_ARGUMENT", `--keep-patient: ${scan.name} is no ${format} and tells of no patient.`);
  }
  const signal = interruptSignal();
  // Interpolation asks nothing of a scan.
  const evidence = usesBank ? await evidenceOf(scan) : undefined;
  for (const line of evidence ? evidenceLines(evidence) : []) tell(`The scan's ${line}`);
  const volume = evidence && !args.flag("as-is") ? await onTrueGrid(scan, evidence, signal) : scan.volume;
  const asked = { method: wanted?.id, degradation: told };
  const bank = given ?? (evidence && !isSelf ? await shippedBankFor(factor, asked, evidence) : undefined);
  const method = expected ?? bank?.method;
  if (errorFile && !method?.predictsErrors) {
    throw new EigenvoxError("E_ARGUMENT", `--error-map needs a bank of: ${PREDICTING.join(", ")}.`);
  }
  const { slices } = scan.series;
  const profile = told === undefined && (isSelf || !usesBank) && slices ? sliceProfileOf(slices, factor) : undefined;
  if (isSelf && profile && slices) tellSlices(slices, profile);
  const mirrored = args.flag("mirrored");
  if (mirrored && !method?.mirrored) {
    throw new EigenvoxError("E_ARGUMENT", `--mirrored needs a bank of: ${MIRRORING.join(", ")}.`);
  }
  const taken: Degradation = told ?? profile ?? bank?.bank.metadata.degradation ?? "box";
  const steps = args.number(
    "back-project",
    0,
    20,
    usesBank ? defaultSteps(taken, evidence?.noise?.share, crispness) : 0,
  );
  const onProgress = progressLine();
  const options = {
    factor,
    degradation: taken,
    bank,
    learn: isSelf ? SELF : undefined,
    method,
    steps,
    crispness,
    mirrored,
    wantResidual: residualFile !== undefined,
    wantErrors: errorFile !== undefined,
    gpuBytes,
    signal,
    onProgress,
  };
  const result = await onDevice(deviceOf(args), (executor) => {
    tellMemory(planMemory(executor.limits, volume, { ...options, method: method ?? {} }, gpuBytes));
    return superResolve(executor, volume, options);
  });
  onProgress.end();
  if (result.isLearned && result.bank) {
    const advice = bank ? "drawn towards the bank" : "a bank that fits is the better choice";
    tell(`Learned from the scan itself: ${result.bank.metadata.trainingRows} rows; ${advice}`);
  }
  for (const notice of result.notices) tellNotice(notice);
  if (errorFile && !result.maps.error) tell(`${errorFile} is not written: interpolation predicts no errors`);
  tellResult(result);
  const files = { output, residual: residualFile, error: errorFile, sidecar: args.text("sidecar") };
  const provenance = { ...result.provenance, ...trueGridFacts(scan.volume, volume) };
  await writeResult(scan, { ...result, provenance }, files, format === ONE_FILE ? undefined : { format, keepPatient });
}

function tellMemory({ hostBytes, deviceBytes }: ReturnType<typeof planMemory>): void {
  tell(`Memory: ${mebibytes(hostBytes)} beside the scan, ${mebibytes(deviceBytes)} to compute`);
  const free = freemem();
  if (hostBytes > free) tell(`Only ${mebibytes(free)} of this machine's memory are free: it may run out`);
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;

function tellSlices({ thicknessMm, distanceMm }: SliceGeometry, profile: Degradation): void {
  const [thick, apart] = [thicknessMm ?? distanceMm, distanceMm].map((mm) => Number(mm.toFixed(3)));
  tell(`Slices of ${thick} mm, ${apart} mm apart, as the files tell: degradation ${profile}`);
}

function tellResult({ output, peakGpuBytes, provenance }: SuperResolution): void {
  if (provenance.noise?.measured !== undefined) {
    const [measured, assumed] = [provenance.noise.measured, provenance.noise.assumed].map((share) =>
      (100 * share).toFixed(2),
    );
    tell(`Noise: ${measured} % of the scan's range by estimate; filters for ${assumed} %`);
  }
  tell(`Device memory: ${mebibytes(peakGpuBytes)} at the most`);
  const tellShare = (share: number | undefined, what: string) => {
    if (!share) return;
    const count = Math.round(share * output.data.length);
    tell(`${count} voxels (${(100 * share).toFixed(3)} %) ${what}`);
  };
  tellShare(provenance.guardedShare, "drawn back to the range of their neighbours");
  tellShare(provenance.fewRowsShare, "of classes learned from few rows");
  if (!provenance.consistency) return;
  const { rmse, rmseBefore, steps, degradation } = provenance.consistency;
  const before = steps > 0 ? `, ${rmseBefore.toPrecision(3)} before back-projection` : "";
  tell(`Degraded again (${degradation}) it differs from the scan by ${rmse.toPrecision(3)} RMS${before}`);
}
