/** A scan made finer for other people's pages: what `eigenvox upscale` does of itself, with the banks that the page names. */

import type { Executor } from "../compute/executor";
import { EigenvoxError } from "../core/errors";
import type { Notice } from "../core/notice";
import { type JobOptions, partOf } from "../core/progress";
import { type Factor, formatFactor, isSameFactor, parseFactor, type Volume } from "../core/volume";
import { type Degradation, defaultSteps } from "../degradations/degradation";
import { type Evidence, scanEvidence } from "../evidence/evidence";
import { toSureGrid } from "../evidence/true-grid";
import { checkResult } from "../jobs/limits";
import { type Provenance, trueGridFacts } from "../jobs/provenance";
import { type HashedBank, superResolve } from "../jobs/super-resolve";
import { isBankMethod, type Method, QUALITIES, type Quality } from "../methods/method";
import { METHODS, methodOf } from "../methods/registry";
import { type BankSource, bankOutOf, type FetchMode, isFolder, openBankFile } from "./banks";

/** How a scan is made finer. */
export interface UpscaleChoices {
  /** How many times finer along every axis, or along each: the bank's, or 2, unless told. */
  readonly factor?: Factor | number | string | undefined;
  /** Of a folder of banks: fast, fine or finest; the first that fits unless told. */
  readonly quality?: Quality | undefined;
  /** Of a folder of banks those of a method; without a bank an interpolation, by its id. */
  readonly method?: string | undefined;
  /** How the scan is taken to have been made: as the bank or the scan shows, unless told. */
  readonly degradation?: Degradation | undefined;
  /** From 0, filters for the scan's noise, to 1, filters as if it had none; 0 unless told. */
  readonly crispness?: number | undefined;
  /** The mean over the scan and its mirror images, where the method has a use for it. */
  readonly mirrored?: boolean | undefined;
  /** Leave a scan that was zero-filled on its grid; else it is brought to the one on which it was sampled. */
  readonly asIs?: boolean | undefined;
}

export interface UpscaleRequest extends UpscaleChoices {
  readonly bank?: BankSource | undefined;
  readonly fetchMode?: FetchMode | undefined;
}

export interface Upscaled {
  readonly output: Volume;
  readonly provenance: Provenance;
  readonly notices: readonly Notice[];
}

/** Share of the progress that looking at the scan takes. */
const LOOKING_SHARE = 0.05;

/**
 * Throws `E_ARGUMENT` for choices that do not go together, `E_BANK` and `E_BANK_MISMATCH` for banks, and what `superResolve`
 * throws. Cancel: between submits, by rejecting with the signal's reason.
 */
export async function upscale(
  executor: Executor,
  scan: Volume,
  request: UpscaleRequest,
  { signal, onProgress }: JobOptions = {},
): Promise<Upscaled> {
  const { bank: source, degradation: told, crispness = 0, mirrored = false } = request;
  const wanted = wantedMethod(request);
  const given =
    source !== undefined && !isFolder(source) ? await openGiven(source, request, wanted, signal) : undefined;
  const factor = given?.bank.metadata.factor ?? parseFactor(String(request.factor ?? 2));
  checkResult(scan.dims, factor);
  const looking = { signal, onProgress: partOf(onProgress, 0, LOOKING_SHARE) };
  const evidence = source === undefined ? undefined : await scanEvidence(scan, looking);
  const volume = evidence && !request.asIs ? await toSureGrid(scan, evidence.axes, { signal }) : scan;
  const bank = given ?? (await bankOfFolder(request, factor, wanted, evidence, signal));
  const degradation = told ?? bank?.bank.metadata.degradation ?? "box";
  const { output, provenance, notices } = await superResolve(executor, volume, {
    factor,
    degradation,
    bank,
    method: wanted,
    steps: bank ? defaultSteps(degradation, evidence?.noise?.share, crispness) : 0,
    crispness,
    mirrored,
    signal,
    onProgress: partOf(onProgress, LOOKING_SHARE, 1),
  });
  return { output, provenance: { ...provenance, ...trueGridFacts(scan, volume) }, notices };
}

/** Undefined where the bank tells it. */
function wantedMethod({ quality, method: id, bank }: UpscaleRequest): Method | undefined {
  if (quality !== undefined && !QUALITIES.includes(quality)) {
    throw new EigenvoxError("E_ARGUMENT", `quality "${quality}": expected one of ${QUALITIES.join(", ")}.`);
  }
  const method = METHODS.find((one) => one.id === id);
  if (id !== undefined && !method) {
    const known = METHODS.map((one) => one.id).join(", ");
    throw new EigenvoxError("E_ARGUMENT", `method "${id}": expected one of ${known}.`);
  }
  if (quality !== undefined && method) {
    throw new EigenvoxError("E_ARGUMENT", "quality chooses the method: leave out one of the two.");
  }
  const wanted = quality === undefined ? method : methodOf(quality);
  const usesBank = wanted === undefined || isBankMethod(wanted);
  if (usesBank !== (bank !== undefined)) {
    const message = usesBank ? "a bank is missing: name a file, or a folder that ends with /." : `${id} uses no bank.`;
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  return wanted;
}

async function openGiven(
  source: BankSource,
  { factor, fetchMode = "cors" }: UpscaleRequest,
  wanted: Method | undefined,
  signal: AbortSignal | undefined,
): Promise<HashedBank> {
  const bank = await openBankFile(source, fetchMode, signal);
  const { metadata } = bank.bank;
  if (wanted && bank.method !== wanted) {
    throw new EigenvoxError("E_BANK_MISMATCH", `The bank "${metadata.title}" is no ${wanted.id} bank.`);
  }
  if (factor !== undefined && !isSameFactor(parseFactor(String(factor)), metadata.factor)) {
    const message = `The bank "${metadata.title}" is for ${formatFactor(metadata.factor)}, not for ${factor}.`;
    throw new EigenvoxError("E_BANK_MISMATCH", message);
  }
  return bank;
}

async function bankOfFolder(
  { bank, degradation, fetchMode = "cors" }: UpscaleRequest,
  factor: Factor,
  wanted: Method | undefined,
  evidence: Evidence | undefined,
  signal: AbortSignal | undefined,
): Promise<HashedBank | undefined> {
  if (bank === undefined || !isFolder(bank) || !evidence) return undefined;
  return bankOutOf(bank, fetchMode, factor, { method: wanted?.id, degradation }, evidence, signal);
}
