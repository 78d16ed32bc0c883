/** The command `evaluate`: what the methods are worth on high-resolution scans. */

import { EigenvoxError, isAbort } from "../core/errors";
import { MASK_KINDS } from "../core/mask";
import { type Factor, formatFactor, isSameFactor } from "../core/volume";
import { canDegrade, checkDegradation, type Degradation, parseDegradation } from "../degradations/degradation";
import { evaluateVolumes } from "../jobs/evaluate/evaluate-volumes";
import { evaluationCsv, evaluationJson } from "../jobs/evaluate/export";
import { addOutcome, DEFAULT_SETTINGS, PAPER_PROTOCOL, startEvaluation } from "../jobs/evaluate/rows";
import { INTERPOLATIONS } from "../methods/interpolation/names";
import { QUALITIES } from "../methods/method";
import { METHODS, methodOf } from "../methods/registry";
import { type Command, checkPaths, DEGRADATION_USAGE, DEVICE_USAGE, deviceOf, factorsOf, GRADES } from "./command";
import { evaluationText } from "./evaluation-text";
import { openBank, openShippedBanks, writeBytes } from "./files";
import { PROGRESS_USAGE } from "./progress-option";
import { findScans, PATHS_USAGE } from "./scans";
import { interruptSignal, openExecutor, progressLine, tell, tellInterrupted, tellResult } from "./terminal";

export const EVALUATE: Command = {
  usage: `evaluate PATH … [--factor 2 …] [--bank FILE …] [options]
  Degrades high-resolution scans, makes them fine again by every method and prints the table: mean ± standard deviation
  over the scans, PSNR and SSIM over the whole box and inside the mask. Ctrl+C prints what is done.
  ${PATHS_USAGE}; every image in it is judged
  --factor       2, 3, 4, or one number per axis, as in 1,1,2; several times for several columns (2)
  --bank         a filter bank to judge; several times for several rows (those shipped for the factors)
  --quality ${QUALITIES.join("|")}   judge the shipped banks of what stands for it: ${GRADES}; several times, and beside --bank
  --method ${INTERPOLATIONS.join("|")}   interpolations to compare with; several times (all)
  --self         also judge filters learned from every low-resolution scan itself
${DEVICE_USAGE}
${DEGRADATION_USAGE}; several times (the first bank's)
  --mask ${MASK_KINDS.join("|")}   which voxels count as inside (${DEFAULT_SETTINGS.mask})
  --protocol own|paper   paper: cubic degradation, 0 outside the mask before and after, SSIM for a data range of 2: as in the paper,
                     as far as it tells
  --crispness C  from 0, filters for the noise of the low-resolution scans, to 1, filters as if they had none (0)
  --mirrored     the mean over the scan and its mirror images, for banks of networks
  --back-project N   steps that make the banks' results, degraded again, equal the reduced scans more closely (as "upscale"
                     chooses them; 0 for the paper's protocol)
  --json         print JSON: every score and every setting
  --csv FILE     also write a table of every score and every setting
${PROGRESS_USAGE}`,
  texts: [
    "device",
    "factor",
    "bank",
    "quality",
    "method",
    "degradation",
    "mask",
    "protocol",
    "crispness",
    "back-project",
    "csv",
    "progress",
  ],
  flags: ["self", "mirrored", "json"],
  async run(args) {
    checkPaths(args);
    const factors = factorsOf(args);
    const bankFiles = args.texts("bank");
    const qualities = args.words("quality", QUALITIES, []);
    const banks = await Promise.all(bankFiles.map(openBank));
    for (const factor of factors) {
      for (const quality of qualities) {
        const method = methodOf(quality).id;
        const shipped = await openShippedBanks(factor, { method });
        if (shipped.length === 0) tell(`--quality ${quality}: no ${method} bank ships for ${formatFactor(factor)}.`);
        banks.push(...shipped);
      }
      if (bankFiles.length + qualities.length === 0) banks.push(...(await openShippedBanks(factor)));
      if (!banks.some(({ bank }) => isSameFactor(bank.metadata.factor, factor))) {
        tell(`No bank for ${formatFactor(factor)}: only interpolations are judged there.`);
      }
    }
    const trainedFor = banks[0]?.bank.metadata.degradation;
    const isPaper = args.word("protocol", ["own", "paper"], "own") === "paper";
    if (isPaper && (args.text("mask") ?? args.texts("degradation")[0] ?? args.text("back-project"))) {
      throw new EigenvoxError(
        "E_ARGUMENT",
        "--protocol paper sets the mask, the degradation and back-projection: leave those out.",
      );
    }
    const settings = {
      ...DEFAULT_SETTINGS,
      factors,
      degradations: degradationsOf(args.texts("degradation"), trainedFor ?? "box", factors),
      interpolations: args.words("method", INTERPOLATIONS, DEFAULT_SETTINGS.interpolations),
      itself: args.flag("self"),
      crispness: args.number("crispness", 0, 1, 0),
      mirrored: args.flag("mirrored"),
      steps: args.text("back-project") === undefined ? ("automatic" as const) : args.number("back-project", 0, 20, 0),
      mask: args.word("mask", MASK_KINDS, DEFAULT_SETTINGS.mask),
      ...(isPaper ? PAPER_PROTOCOL : {}),
    };

    const scans = await findScans(args.files, factors);
    const gpu = await openExecutor(deviceOf(args));
    const onProgress = progressLine();
    const sources = scans.map(({ name, read }) => ({ name, load: async () => (await read()).volume }));
    let evaluation = startEvaluation(settings, gpu.name, banks);
    try {
      const selfMethod = METHODS.find(({ self }) => self);
      const options = { settings, banks, selfMethod, signal: interruptSignal(), onProgress };
      for await (const done of evaluateVolumes(gpu, sources, options)) evaluation = addOutcome(evaluation, done);
      evaluation = { ...evaluation, isComplete: true };
    } catch (error) {
      if (!isAbort(error) || evaluation.rows.length === 0) throw error;
    }
    onProgress.end();
    const csv = args.text("csv");
    if (csv) await writeBytes(csv, new TextEncoder().encode(evaluationCsv(evaluation)));
    const json = evaluationJson(evaluation);
    const text = evaluation.rows.length > 0 ? evaluationText(evaluation) : "";
    tellResult({ csv }, { evaluation: JSON.parse(json) }, args.flag("json") ? json : text);
    if (!evaluation.isComplete) tellInterrupted();
    const [failure, ...others] = evaluation.failures;
    if (failure) {
      const more = others.length > 0 ? ` (and ${others.length} more)` : "";
      throw new EigenvoxError("E_NOT_FOUND", `Not evaluated: ${failure.volume}${more}: ${failure.reason}`);
    }
  },
};

/** Throws `E_ARGUMENT` for a degradation that none of the factors can have. */
function degradationsOf(texts: readonly string[], fallback: Degradation, factors: readonly Factor[]): Degradation[] {
  const degradations = texts.length > 0 ? texts.map(parseDegradation) : [fallback];
  for (const degradation of degradations) {
    const [first] = factors;
    if (first && !factors.some((factor) => canDegrade(degradation, factor))) checkDegradation(degradation, first);
  }
  return degradations;
}
