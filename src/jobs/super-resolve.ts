/** From a scan to its result: learn where asked to, apply, make consistent, describe. The page's and the command line's. */

import type { Bank } from "../banks/bank";
import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import { robustUnits, type WorkingUnits } from "../core/intensity";
import { refuseNonFinite } from "../core/missing";
import type { Notice } from "../core/notice";
import { partOf } from "../core/progress";
import { sha256 } from "../core/sha256";
import { SOFTWARE } from "../core/software";
import type { Factor, Volume } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import { noiseOf } from "../evidence/noise";
import { type UsableBank, writeBank } from "../methods/bank-file";
import { TRICUBIC } from "../methods/interpolation/method";
import { type Method, mirroredBank } from "../methods/method";
import type { BoundedOptions } from "../parts/brick";
import { type Consistency, makeConsistent } from "./consistency";
import { type LearnedFromScan, type LearnFromScanOptions, learnFromScan } from "./learn-from-scan";
import { checkResult } from "./limits";
import { bankAtNoise, type NoiseChoice, noiseChoice } from "./noise-choice";
import type { Provenance } from "./provenance";

/** A bank with the SHA-256 of its file, hex. */
export interface HashedBank extends UsableBank {
  readonly hash: string;
}

/** What must be known of it is among the result's notices. */
export interface SuperResolveOptions extends Omit<BoundedOptions, "onNotice"> {
  readonly factor: Factor;
  /** With what: a bank, or with `learn` the bank that its classes are drawn towards. */
  readonly bank?: HashedBank | undefined;
  /** Learn a bank of this method from the scan itself. */
  readonly learn?: Method | undefined;
  /** What that gave, where it was done before. */
  readonly learned?: LearnedFromScan<HashedBank> | undefined;
  /** Without a bank: a method that needs none. */
  readonly method?: Method | undefined;
  /** How the scan is taken to have been made. */
  readonly degradation: Degradation;
  /** Back-projection steps. */
  readonly steps: number;
  /** What the method takes for 0 and 1: of a part, that of the whole. The scan's own, or those learned in, unless told. */
  readonly units?: WorkingUnits | undefined;
  /** The noise by which filters are chosen: of a part, that of the whole. As measured, made as crisp as told, unless told. */
  readonly noise?: NoiseChoice | undefined;
  /** From 0, filters for the scan's noise, to 1, filters as if it had none; 0 unless told. */
  readonly crispness?: number | undefined;
  /** The mean over the scan and its mirror images, where the method has a use for it. */
  readonly mirrored?: boolean;
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
  /** The bank that was used, with the filters for the scan's noise. */
  readonly bank?: Bank | undefined;
  readonly peakGpuBytes: number;
  /** True where the bank was learned from the scan. */
  readonly isLearned: boolean;
  /** What must be known of it; the provenance's. */
  readonly notices: readonly Notice[];
  readonly provenance: Provenance;
}

/** Share of the progress that learning takes where there is some, and each comparison with the scan. */
export const LEARNING_SHARE = 0.6;
const CHECKING_SHARE = 0.1;

/** Throws `E_TOO_LARGE`, and what learning, `Method.apply` and `makeConsistent` throw. Cancel: between submits. */
export async function superResolve(
  executor: Executor,
  scan: Volume,
  options: SuperResolveOptions,
): Promise<SuperResolution> {
  const { factor, steps, signal, gpuBytes, onProgress, keepInterpolated, wantErrors } = options;
  const started = performance.now();
  checkResult(scan.dims, factor);
  const learning = { ...options, prior: options.bank, onProgress: partOf(onProgress, 0, LEARNING_SHARE) };
  const own = options.learned ?? (options.learn && (await learnHashed(executor, scan, options.learn, learning)));
  const used = own ? own.bank : options.bank;
  const units = options.units ?? own?.units ?? used?.method.units(scan.data);
  const method = used?.method ?? (own ? TRICUBIC : options.method);
  if (!method) throw new EigenvoxError("E_NOT_FOUND", "No filter bank was chosen.");
  const isCompared = used !== undefined || steps > 0 || options.wantResidual === true;
  const notices = [...(own?.notices ?? used?.method.suits?.(used.bank, scan.spacing) ?? [])];
  /** Trouble of the same kind is told once. */
  const onNotice = (trouble: Notice) => {
    if (!notices.some(({ code }) => code === trouble.code)) notices.push(trouble);
  };
  const applyingFrom = options.learn ? LEARNING_SHARE : 0;
  const checkingFrom = isCompared ? 1 - Math.min(0.3, (steps + 1) * CHECKING_SHARE) : 1;
  const noise =
    units && used?.method.atNoise
      ? (options.noise ?? noiseChoice(noiseOf(scan)?.sigma, units.scale, options.crispness))
      : undefined;
  const chosen = used && noise ? bankAtNoise(used.method, used.bank, noise) : used?.bank;
  const bank = used && chosen && mirroredBank(used.method, chosen, options.mirrored);
  const made = await method.apply(executor, scan, {
    factor,
    bank,
    units,
    ...(keepInterpolated ? { keepInterpolated } : {}),
    ...(wantErrors ? { wantErrors } : {}),
    gpuBytes,
    signal,
    onNotice,
    onProgress: partOf(onProgress, applyingFrom, checkingFrom),
  });
  const checking = { ...options, fill: units?.zero, onNotice, onProgress: partOf(onProgress, checkingFrom, 1) };
  const checked = isCompared ? await makeConsistent(executor, scan, made.output, checking) : undefined;
  const output = checked?.output ?? made.output;
  for (const { data } of new Set([output, made.interpolated ?? output, made.predictedError ?? output])) {
    refuseNonFinite(data, scan.data, factor);
  }
  if (checked) refuseNonFinite(checked.residual.data, scan.data, [1, 1, 1]);
  const share = (count: number) => count / made.output.data.length;
  return {
    output,
    interpolated: made.interpolated,
    maps: {
      ...(made.predictedError ? { error: made.predictedError } : {}),
      ...(checked ? { residual: checked.residual } : {}),
    },
    bank,
    peakGpuBytes: made.peakGpuBytes,
    isLearned: own?.isLearned ?? false,
    notices,
    provenance: {
      method: method.id,
      factor,
      bankTitle: used?.bank.metadata.title ?? "",
      bankHash: used?.hash ?? "",
      ...(checked ? { consistency: consistencyFacts(checked, method, scan, { ...options, units, noise }) } : {}),
      ...(noise ? { noise } : {}),
      ...(bank === chosen ? {} : { mirrored: true }),
      ...(notices.length > 0 ? { notices } : {}),
      ...(made.guarded === undefined ? {} : { guardedShare: share(made.guarded) }),
      ...(made.fewRows === undefined ? {} : { fewRowsShare: share(made.fewRows) }),
      software: SOFTWARE,
      adapterName: executor.name,
      seconds: (performance.now() - started) / 1000,
    },
  };
}

/** What `learnFromScan` gives, with the hash of the bank's file. */
export async function learnHashed(
  executor: Executor,
  scan: Volume,
  method: Method,
  { factor, degradation, prior, signal, onProgress }: LearnFromScanOptions<HashedBank>,
): Promise<LearnedFromScan<HashedBank>> {
  const learned = await learnFromScan(executor, scan, method, { factor, degradation, prior, signal, onProgress });
  const { bank } = learned;
  if (!bank || "hash" in bank) return { ...learned, bank };
  return { ...learned, bank: { ...bank, hash: await sha256(writeBank(bank, { filters: "F32" })) } };
}

function consistencyFacts(
  { rmse, rmseBefore }: Consistency,
  method: Method,
  scan: Volume,
  { degradation, steps, units, noise }: SuperResolveOptions,
): NonNullable<Provenance["consistency"]> {
  const { scale: range } = units ?? (method.units ?? robustUnits)(scan.data);
  const sigma = noise?.measured === undefined ? noiseOf(scan)?.sigma : noise.measured * range;
  return { degradation, steps, rmse, rmseBefore, range, noise: sigma };
}
