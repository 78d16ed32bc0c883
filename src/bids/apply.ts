/** The level `apply`: each scan made finer. */

import { basename, join } from "node:path";
import type { Arguments } from "../cli/arguments";
import { degradationOf } from "../cli/command";
import { type NamedBank, openBank } from "../cli/files";
import { FORMATS } from "../cli/formats";
import { evidenceOf, onTrueGrid, shippedBankFor } from "../cli/scan-evidence";
import { interruptSignal } from "../cli/terminal";
import { EigenvoxError } from "../core/errors";
import { SOFTWARE } from "../core/software";
import { formatFactor, isSameFactor } from "../core/volume";
import { defaultSteps } from "../degradations/degradation";
import { scanParts } from "../formats/registry";
import { describeResult, trueGridFacts } from "../jobs/provenance";
import { sidecarFields } from "../jobs/sidecar";
import { superResolve } from "../jobs/super-resolve";
import { METHODS } from "../methods/registry";
import type { App } from "./app";
import type { BidsScan, Dataset } from "./dataset";
import { besideOf, failureOf, makeOfEach, sidecarOf } from "./each-scan";
import type { AppliedScan, ApplyFacts, Failure, LeftOut, Sidecar } from "./facts";
import { BANK } from "./group";
import { factorOf } from "./learning";
import { describedName } from "./names";
import { GENERATOR, isThere, readJson, uriOf, writeJson } from "./output";
import { writeReport } from "./report-files";

const MIRRORING = METHODS.filter(({ mirrored }) => mirrored).map(({ id }) => id);

/** Of a scan's result, below what is written. */
export const resultPlace = ({ folder, name }: BidsScan): string =>
  `${folder}/${describedName(name, "superres")}.nii.gz`;

export async function applyToEach(app: App, args: Arguments): Promise<void> {
  const { dataset, out, scans } = app;
  const given = await givenBank(out, args);
  const factor = given && args.text("factor") === undefined ? given.bank.metadata.factor : factorOf(args);
  if (given && !isSameFactor(given.bank.metadata.factor, factor)) {
    const own = formatFactor(given.bank.metadata.factor);
    throw new EigenvoxError("E_BANK_MISMATCH", `${given.name} is for ${own}, not ${formatFactor(factor)}.`);
  }
  const told = args.text("degradation") === undefined ? undefined : degradationOf(args, factor, "box");
  const crispness = args.number("crispness", 0, 1, 0);
  const mirrored = args.flag("mirrored");
  if (mirrored && !given?.method.mirrored) {
    throw new EigenvoxError("E_ARGUMENT", `--mirrored needs a --bank of: ${MIRRORING.join(", ")}.`);
  }
  const gpuBytes = args.number("gpu-mib", 64, 65536, 512) * 2 ** 20;
  await makeOfEach(dataset, out, scans, args, {
    factor,
    settings: {
      software: SOFTWARE,
      factor,
      bank: given?.hash ?? "that ships for the scan",
      degradation: told,
      crispness,
      mirrored,
    },
    placeOf: resultPlace,
    async make(executor, scan, { source, hash, place }, { signal, onProgress }) {
      const evidence = await evidenceOf(scan);
      const volume = await onTrueGrid(scan, evidence, interruptSignal());
      const bank = given ?? (await shippedBankFor(factor, { degradation: told }, evidence));
      const degradation = told ?? bank.bank.metadata.degradation;
      const steps = defaultSteps(degradation, evidence.noise?.share, crispness);
      const options = { factor, degradation, bank, steps, crispness, mirrored, gpuBytes, signal, onProgress };
      const made = await superResolve(executor, volume, options);
      const frame = scan.frames > 1 ? { frame: [1, scan.frames] as const } : {};
      const provenance = { ...made.provenance, ...trueGridFacts(scan.volume, volume), ...frame };
      const { output, notices } = made;
      const fields = sidecarFields({
        ...{ fileName: basename(place), sourceName: uriOf(source.path), sourceHash: hash },
        ...{ spacing: output.spacing, provenance, warnings: scan.notices },
      });
      const facts = { ...fields, SkullStripped: await isSkullStripped(dataset, source) };
      return { parts: scanParts(output, describeResult(provenance), scan.series.origin, FORMATS), facts, notices };
    },
    finish: async () => {
      // Of one job among many there is no summary: a last run without --scan makes it.
      if (args.text("scan") !== undefined) return {};
      const summary = join(out, "apply.json");
      await writeJson(summary, { ...(await summarise(out, scans)), GeneratedBy: [GENERATOR] });
      return { summary, report: await writeReport(out) };
    },
  });
}

/** That of `--bank`, else of the level group; undefined without either. */
async function givenBank(out: string, args: Arguments): Promise<NamedBank | undefined> {
  const own = join(out, BANK);
  const file = args.text("bank") ?? ((await isThere(own)) ? own : undefined);
  return file === undefined ? undefined : openBank(file);
}

/** As the file beside the scan says; scans come with their skull. BIDS asks for it of what is made of them. */
async function isSkullStripped({ root }: Dataset, { path }: BidsScan): Promise<boolean> {
  return (await readJson(join(root, besideOf(path, ".json"))))?.SkullStripped === true;
}

async function summarise(out: string, scans: readonly BidsScan[]): Promise<ApplyFacts> {
  const results: AppliedScan[] = [];
  const failed: LeftOut[] = [];
  for (const scan of scans) {
    const place = resultPlace(scan);
    const told = (await readJson(join(out, sidecarOf(place)))) as (Sidecar & ResultFields) | undefined;
    const failure = (await readJson(join(out, failureOf(place)))) as Failure | undefined;
    const source = uriOf(scan.path);
    if (failure) failed.push({ Source: source, Reason: `${failure.Code}: ${failure.Message}` });
    if (!told) continue;
    const { Consistency, Parameters, GeneratedBy, Warnings } = told;
    results.push({
      Source: source,
      Result: place,
      Bank: GeneratedBy[0]?.Bank?.Title ?? "",
      EstimatedNoise: Parameters.EstimatedNoise ?? null,
      Difference: Consistency ? Consistency.RMS / Consistency.Range : null,
      FewRows: told.FewTrainingRowsShare ?? 0,
      DrawnBack: told.GuardedShare ?? 0,
      Warnings,
    });
  }
  const counts: Record<string, number> = {};
  for (const { Warnings } of results) {
    for (const code of new Set(Warnings.map(codeOf))) counts[code] = (counts[code] ?? 0) + 1;
  }
  return { Results: results, Failed: failed, WarningCounts: counts };
}

/** What a summary needs of `sidecarFields`, as it is in the file. */
type ResultFields = Pick<
  ReturnType<typeof sidecarFields>,
  "Parameters" | "Consistency" | "GeneratedBy" | "FewTrainingRowsShare" | "GuardedShare"
>;

const codeOf = (warning: string) => warning.split(":")[0] as string;
