/** `eigenvox upscale`: a scan made finer, with what is known of the result's faithfulness. */

import { basename } from "node:path";
import { EigenvoxError } from "../core/errors";
import { sha256OfParts } from "../core/sha256";
import type { Volume } from "../core/volume";
import { defaultSteps } from "../degradations/degradation";
import { writeScan } from "../formats/registry";
import type { AboutVolume, Scan } from "../formats/scan-format";
import { describeResult, type Provenance } from "../jobs/provenance";
import { sidecarText } from "../jobs/sidecar";
import { superResolve } from "../jobs/super-resolve";
import { isBankMethod, type Method } from "../methods/method";
import { METHODS } from "../methods/registry";
import type { Arguments } from "./arguments";
import { type Command, DEGRADATION_USAGE, degradationOf, factorOf, oneFile, outputFile } from "./command";
import { openBank, openShippedBank, readScan, writeBytes } from "./files";
import { interruptSignal, openGpu, progressLine } from "./terminal";

const IDS = METHODS.map(({ id }) => id);
const SELF = METHODS.find(({ self }) => self) as Method;
const PREDICTING = METHODS.filter(({ predictsErrors }) => predictsErrors).map(({ id }) => id);

export const UPSCALE: Command = {
  usage: `upscale IN.nii[.gz] -o OUT.nii.gz --factor 2 [--bank FILE] [--method ${IDS.join("|")}] [options]
  Makes a scan finer. Without --bank: the first shipped bank of that factor (and method).
  --factor   2, 3, 4, or one number per axis, as in 1,1,2
  --self     learn a bank from the scan itself; with --bank: drawn towards that bank
${DEGRADATION_USAGE} (how the scan is taken to have been made: to learn
                     from it, and to compare the result with it; the bank's, else box)
  --back-project N   steps that make the result, degraded again, equal the scan more closely (1 for kspace,
                     2 for slices that overlap, else 0)
  --residual FILE    also write that difference
  --error-map FILE   also write the error to be expected of every voxel (${PREDICTING.join(", ")} banks)
  --sidecar FILE     also write a JSON file of how the result came to be, as BIDS has it of derivatives
  --gpu-mib  upper bound of GPU memory (512)`,
  texts: [
    "output",
    "factor",
    "bank",
    "method",
    "degradation",
    "back-project",
    "residual",
    "error-map",
    "sidecar",
    "gpu-mib",
  ],
  flags: ["self"],
  run: runUpscale,
};

async function runUpscale(args: Arguments): Promise<void> {
  const input = oneFile(args);
  const output = outputFile(args);
  const factor = factorOf(args);
  const bankFile = args.text("bank");
  const given = bankFile ? await openBank(bankFile) : undefined;
  const isSelf = args.flag("self");
  const name = args.text("method");
  const wanted = name === undefined ? undefined : METHODS[IDS.indexOf(args.word("method", IDS, name))];
  const usesBank = wanted === undefined || isBankMethod(wanted);
  if (bankFile && !usesBank) throw new EigenvoxError("E_ARGUMENT", `--method ${name} uses no bank.`);
  if (isSelf && wanted && wanted !== SELF) throw new EigenvoxError("E_ARGUMENT", `--self learns a ${SELF.id} bank.`);
  const bank = given ?? (usesBank && !isSelf ? await openShippedBank(factor, wanted?.id) : undefined);
  const method = wanted ?? (isSelf ? SELF : bank?.method);
  if (bank && bank.method !== method) {
    throw new EigenvoxError("E_BANK_MISMATCH", `${bankFile} is no ${method?.id} bank.`);
  }
  const errorFile = args.text("error-map");
  if (errorFile && !method?.predictsErrors) {
    throw new EigenvoxError("E_ARGUMENT", `--error-map needs a bank of: ${PREDICTING.join(", ")}.`);
  }
  const residualFile = args.text("residual");
  const degradation = degradationOf(args, factor, bank?.bank.metadata.degradation ?? "box");
  const steps = args.number("back-project", 0, 20, usesBank ? defaultSteps(degradation) : 0);
  const gpuBytes = args.number("gpu-mib", 64, 65536, 512) * 2 ** 20;
  const scan = await readScan(input);
  const executor = await openGpu();
  const onProgress = progressLine();
  const result = await superResolve(executor, scan.volume, {
    factor,
    degradation,
    bank,
    learn: isSelf ? SELF : undefined,
    method,
    steps,
    wantResidual: residualFile !== undefined,
    wantErrors: errorFile !== undefined,
    gpuBytes,
    signal: interruptSignal(),
    onProgress,
  });
  onProgress.end();
  const { maps } = result;
  const provenance = scan.frames > 1 ? { ...result.provenance, frame: [1, scan.frames] as const } : result.provenance;
  if (isSelf && result.bank) {
    const advice = bank ? "drawn towards the bank" : "a bank that fits is the better choice";
    const { trainingRows } = result.bank.metadata;
    process.stderr.write(`Learned from the scan itself: ${trainingRows} rows; ${advice}\n`);
  }
  process.stderr.write(`GPU memory: ${Math.ceil(result.peakGpuBytes / 2 ** 20)} MiB at the most\n`);
  const tell = (share: number | undefined, what: string) => {
    if (!share) return;
    const count = Math.round(share * result.output.data.length);
    process.stderr.write(`${count} voxels (${(100 * share).toFixed(3)} %) ${what}\n`);
  };
  tell(provenance.guardedShare, "drawn back to the range of their neighbours");
  tell(provenance.fewRowsShare, "of classes learned from few rows");
  if (provenance.consistency) {
    const { rmse, rmseBefore } = provenance.consistency;
    const before = steps > 0 ? `, ${rmseBefore.toPrecision(3)} before back-projection` : "";
    const text = `it differs from the scan by ${rmse.toPrecision(3)} RMS${before}`;
    process.stderr.write(`Degraded again (${degradation}) ${text}\n`);
  }
  const save = async (file: string | undefined, volume: Volume | undefined, about: AboutVolume) => {
    if (file && volume) await writeBytes(file, await writeScan(volume, about, scan.origin));
  };
  await save(output, result.output, describeResult(provenance));
  await save(residualFile, maps.residual, { description: "Eigenvox: result degraded again minus scan" });
  await save(errorFile, maps.error, { description: "Eigenvox: expected error of each voxel" });
  const sidecar = args.text("sidecar");
  if (sidecar) await writeBytes(sidecar, await sidecarBytes(scan, output, result.output, provenance));
}

async function sidecarBytes(
  scan: Scan,
  file: string,
  { spacing }: Volume,
  provenance: Provenance,
): Promise<Uint8Array> {
  const { name, files, notices } = scan;
  const sourceHash = await sha256OfParts(files.map((source) => () => source.bytes()));
  const facts = { fileName: basename(file), sourceName: name, sourceHash, spacing, provenance, warnings: notices };
  return new TextEncoder().encode(sidecarText(facts));
}
