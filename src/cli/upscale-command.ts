/** `eigenvox upscale`: a scan made finer, with what is known of the result's faithfulness. */

import { bankHash } from "../banks/bank-hash";
import { EigenvoxError } from "../core/errors";
import type { Volume } from "../core/volume";
import { defaultSteps } from "../degradations/degradation";
import { describeResult } from "../formats/provenance";
import { writeScan } from "../formats/registry";
import { type Consistency, makeConsistent } from "../jobs/consistency";
import { upscale } from "../jobs/upscale";
import { isFolded } from "../methods/bank";
import type { FoldedBank } from "../methods/folded/bank";
import { FEW_ROWS } from "../methods/folded/folding";
import { trainOnScan } from "../methods/folded/self";
import { BANK_METHODS, METHODS } from "../methods/names";
import { writeBank } from "../methods/write-bank";
import type { Arguments } from "./arguments";
import { type Command, DEGRADATION_USAGE, degradationOf, factorOf, oneFile, outputFile } from "./command";
import { type NamedBank, openBank, openShippedBank, readScan, writeBytes } from "./files";
import { interruptSignal, openGpu, progressLine } from "./terminal";

export const UPSCALE: Command = {
  usage: `upscale IN.nii[.gz] -o OUT.nii.gz --factor 2 [--bank FILE] [--method ${METHODS.join("|")}] [options]
  Makes a scan finer. Without --bank: the first shipped bank of that factor (and method).
  --factor   2, 3, 4, or one number an axis, as in 1,1,2
  --self     learn a folded bank from the scan itself; with --bank: drawn towards that bank
${DEGRADATION_USAGE} (how the scan is taken to have been made: to learn
                     from it, and to compare the result with it; the bank's, else box)
  --back-project N   steps that make the result, degraded again, equal the scan more closely (1 for kspace,
                     2 for slices that overlap, else 0)
  --residual FILE    also write that difference
  --error-map FILE   also write the error to be expected of every voxel (folded banks)
  --gpu-mib  upper bound of GPU memory (512)`,
  options: {
    output: "string",
    factor: "string",
    bank: "string",
    method: "string",
    self: "boolean",
    degradation: "string",
    "back-project": "string",
    residual: "string",
    "error-map": "string",
    "gpu-mib": "string",
  },
  run: runUpscale,
};

async function runUpscale(args: Arguments): Promise<void> {
  const input = oneFile(args);
  const output = outputFile(args);
  const factor = factorOf(args);
  const bankFile = args.text("bank");
  const given = bankFile ? await openBank(bankFile) : undefined;
  const isSelf = args.flag("self");
  const wanted = args.text("method") === undefined ? undefined : args.word("method", METHODS, "tricubic");
  const usesBank = wanted === undefined || BANK_METHODS.some((name) => name === wanted);
  const shipped = given ?? (usesBank && !isSelf ? await openShippedBank(factor, wanted) : undefined);
  const method = wanted ?? (isSelf ? "folded" : (shipped?.bank.metadata.method ?? "tricubic"));
  if (bankFile && !usesBank) throw new EigenvoxError("E_ARGUMENT", `--method ${method} uses no bank.`);
  if (isSelf && method !== "folded") throw new EigenvoxError("E_ARGUMENT", "--self learns a folded bank.");
  const errorFile = args.text("error-map");
  if (errorFile && method !== "folded") throw new EigenvoxError("E_ARGUMENT", "--error-map needs a folded bank.");
  const residualFile = args.text("residual");
  const degradation = degradationOf(args, factor, shipped?.bank.metadata.degradation ?? "box");
  const steps = args.number("back-project", 0, 20, usesBank ? defaultSteps(degradation) : 0);
  const gpuBytes = args.number("gpu-mib", 64, 65536, 512) * 2 ** 20;
  const scan = await readScan(input);
  const gpu = await openGpu();
  const onProgress = progressLine();
  const signal = interruptSignal();
  let named: NamedBank | undefined = shipped;
  if (isSelf) {
    const prior = given?.bank;
    if (prior && !isFolded(prior)) throw new EigenvoxError("E_ARGUMENT", `${bankFile} is no folded bank.`);
    const bank: FoldedBank = await trainOnScan(gpu, scan.volume, {
      factor,
      degradation,
      ...(prior ? { prior } : {}),
      signal,
      onProgress,
    });
    named = { name: bank.metadata.title, bank, hash: await bankHash(writeBank(bank, { filters: "F32" })) };
    onProgress.end();
    const advice = prior ? "drawn towards the bank" : "a bank that fits is the better choice";
    process.stderr.write(`Learned from the scan itself: ${bank.metadata.trainingRows} rows; ${advice}\n`);
  }
  const result = await upscale(gpu, scan.volume, {
    factor,
    method,
    gpuBytes,
    signal,
    onProgress,
    wantErrors: errorFile !== undefined,
    ...(named ? { bank: named.bank } : {}),
  });
  onProgress.end();
  process.stderr.write(`GPU memory: ${Math.ceil(result.peakGpuBytes / 2 ** 20)} MiB at the most\n`);
  const share = (count = 0) => count / result.output.data.length;
  const tell = (count: number | undefined, what: string) => {
    if (count) process.stderr.write(`${count} voxels (${(100 * share(count)).toFixed(3)} %) ${what}\n`);
  };
  tell(result.guarded, "drawn back to the range of their neighbours");
  tell(result.fewRows, `of classes learned from fewer than ${FEW_ROWS} rows`);
  let { output: fine } = result;
  let consistency: Consistency | undefined;
  if (named || steps > 0 || residualFile) {
    consistency = await makeConsistent(gpu, scan.volume, fine, {
      factor,
      degradation,
      steps,
      gpuBytes,
      signal,
      onProgress,
    });
    onProgress.end();
    fine = consistency.output;
    const { rmse, rmseBefore } = consistency;
    const before = steps > 0 ? `, ${rmseBefore.toPrecision(3)} before back-projection` : "";
    process.stderr.write(
      `Degraded again (${degradation}) it differs from the scan by ${rmse.toPrecision(3)} RMS${before}\n`,
    );
  }
  const about = describeResult({
    method,
    factor,
    adapterName: gpu.name,
    ...(named ? { bankTitle: named.bank.metadata.title, bankHash: named.hash } : {}),
    ...(consistency ? { consistency: { degradation, steps, rmse: consistency.rmse } } : {}),
    ...(result.guarded === undefined ? {} : { guardedShare: share(result.guarded) }),
    fewRowsShare: share(result.fewRows),
  });
  await writeBytes(output, await writeScan(fine, about, scan.origin));
  const extras: [string | undefined, Volume | undefined, string][] = [
    [residualFile, consistency?.residual, "Eigenvox: result degraded again minus scan"],
    [errorFile, result.predictedError, "Eigenvox: expected error of each voxel"],
  ];
  for (const [file, volume, description] of extras) {
    if (file && volume) await writeBytes(file, await writeScan(volume, { description }, scan.origin));
  }
}
