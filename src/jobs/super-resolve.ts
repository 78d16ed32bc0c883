/** From a scan to its result: learn where asked to, apply, make consistent, describe. The page's and the command line's. */

import type { Bank } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import { referenceIntensity, type WorkingUnits } from "../core/intensity";
import { noiseLevel } from "../core/noise-level";
import { partOf } from "../core/progress";
import { sha256 } from "../core/sha256";
import { SOFTWARE } from "../core/software";
import type { Factor, Volume } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import { type UsableBank, writeBank } from "../methods/bank-file";
import type { Method } from "../methods/method";
import type { BoundedOptions } from "../parts/brick";
import { type Consistency, makeConsistent } from "./consistency";
import { type LearnFromScanOptions, learnFromScan } from "./learn-from-scan";
import type { Provenance } from "./provenance";

/** A bank with the SHA-256 of its file, hex. */
export interface HashedBank extends UsableBank {
  readonly hash: string;
}

export interface SuperResolveOptions extends BoundedOptions {
  readonly factor: Factor;
  /** With what: a bank, or with `learn` the bank that its classes are drawn towards. */
  readonly bank?: HashedBank | undefined;
  /** Learn a bank of this method from the scan itself. */
  readonly learn?: Method | undefined;
  /** Without a bank: a method that needs none. */
  readonly method?: Method | undefined;
  /** How the scan is taken to have been made. */
  readonly degradation: Degradation;
  /** Back-projection steps. */
  readonly steps: number;
  /** What the method takes for 0 and 1: of a part, that of the whole. The scan's own units unless told. */
  readonly units?: WorkingUnits | undefined;
  /** Compare with the scan even where no bank is used and no step is made. */
  readonly wantResidual?: boolean;
  readonly keepInterpolated?: boolean;
  readonly wantErrors?: boolean;
}

export interface SuperResolution {
  readonly output: Volume;
  readonly interpolated?: Volume | undefined;
  /** Error to be expected of each voxel, and D(output) - scan on the scan's grid, in its units. */
  readonly maps: { readonly error?: Volume; readonly residual?: Volume };
  /** The bank that was used. */
  readonly bank?: Bank | undefined;
  readonly peakGpuBytes: number;
  readonly provenance: Provenance;
}

/** Share of the progress that learning takes where there is some, and each comparison with the scan. */
export const LEARNING_SHARE = 0.6;
const CHECKING_SHARE = 0.1;

/** Throws what learning, `Method.apply` and `makeConsistent` throw. Cancel: between submits. */
export async function superResolve(
  executor: Executor,
  scan: Volume,
  options: SuperResolveOptions,
): Promise<SuperResolution> {
  const { factor, steps, units, signal, gpuBytes, onProgress, keepInterpolated, wantErrors } = options;
  const started = performance.now();
  const learning = { ...options, prior: options.bank, onProgress: partOf(onProgress, 0, LEARNING_SHARE) };
  const used = options.learn ? await learnHashed(executor, scan, options.learn, learning) : options.bank;
  const method = used?.method ?? options.method;
  if (!method) throw new EigenvoxError("E_NOT_FOUND", "No filter bank was chosen.");
  const isCompared = used !== undefined || steps > 0 || options.wantResidual === true;
  const applyingFrom = options.learn ? LEARNING_SHARE : 0;
  const checkingFrom = isCompared ? 1 - Math.min(0.3, (steps + 1) * CHECKING_SHARE) : 1;
  const made = await method.apply(executor, scan, {
    factor,
    bank: used?.bank,
    units,
    ...(keepInterpolated ? { keepInterpolated } : {}),
    ...(wantErrors ? { wantErrors } : {}),
    gpuBytes,
    signal,
    onProgress: partOf(onProgress, applyingFrom, checkingFrom),
  });
  const checking = { ...options, onProgress: partOf(onProgress, checkingFrom, 1) };
  const checked = isCompared ? await makeConsistent(executor, scan, made.output, checking) : undefined;
  const share = (count: number) => count / made.output.data.length;
  return {
    output: checked?.output ?? made.output,
    interpolated: made.interpolated,
    maps: {
      ...(made.predictedError ? { error: made.predictedError } : {}),
      ...(checked ? { residual: checked.residual } : {}),
    },
    bank: used?.bank,
    peakGpuBytes: made.peakGpuBytes,
    provenance: {
      method: method.id,
      factor,
      bankTitle: used?.bank.metadata.title ?? "",
      bankHash: used?.hash ?? "",
      ...(checked ? { consistency: consistencyFacts(checked, method, scan, options) } : {}),
      ...(made.guarded === undefined ? {} : { guardedShare: share(made.guarded) }),
      ...(made.fewRows === undefined ? {} : { fewRowsShare: share(made.fewRows) }),
      software: SOFTWARE,
      adapterName: executor.name,
      seconds: (performance.now() - started) / 1000,
    },
  };
}

/** A bank learned from the scan itself, as `learnFromScan` does, with the hash of its file. */
export async function learnHashed(
  executor: Executor,
  scan: Volume,
  method: Method,
  { factor, degradation, prior, signal, onProgress }: LearnFromScanOptions,
): Promise<HashedBank> {
  const learned = await learnFromScan(executor, scan, method, { factor, degradation, prior, signal, onProgress });
  return { ...learned, hash: await sha256(writeBank(learned, { filters: "F32" })) };
}

function consistencyFacts(
  { rmse, rmseBefore }: Consistency,
  method: Method,
  scan: Volume,
  { degradation, steps, units }: SuperResolveOptions,
): NonNullable<Provenance["consistency"]> {
  const { scale: range } = units ?? method.units?.(scan.data) ?? { scale: referenceIntensity(scan.data) };
  return { degradation, steps, rmse, rmseBefore, range, noise: noiseLevel(scan) };
}
