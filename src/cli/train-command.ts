/** `eigenvox train`: a bank from high-resolution scans, from sums that were saved before, or from both. */

import { refuseRepeated, trainingLine, voxelHash } from "../banks/training-data";
import { EigenvoxError } from "../core/errors";
import { MASK_KINDS } from "../core/mask";
import { fillMissing } from "../core/missing";
import type { DescribedSums, Learner, SumsKind } from "../methods/method";
import type { Arguments } from "./arguments";
import { type Command, DEGRADATION_USAGE, DEVICE_USAGE, degradationOf, factorOf } from "./command";
import { openRandomAccess } from "./files";
import { bankOf, LEARNED_OPTIONS, learnBank, learnedFiles } from "./learn-bank";
import { fieldRows, LEARNING, optionRows, STANDARD, seedOf, settingsOf } from "./learners";
import { PROGRESS_USAGE } from "./progress-option";
import { findScans, PATHS_USAGE } from "./scans";
import { atFewerVoxels, zoomsOf } from "./zoom";

const IDS = LEARNING.map(({ method }) => method.id);
const OWN_OPTIONS = LEARNING.flatMap(({ learn }) => ownOptions(learn));

export const TRAIN: Command = {
  usage: `train PATH … -o BANK --factor 2 [options]
  Learns a filter bank from high-resolution scans: every image in the paths.
  ${PATHS_USAGE}
  --method ${IDS.join("|")}   (${STANDARD.method.id})
${DEVICE_USAGE}
${DEGRADATION_USAGE} (${STANDARD.learn.degradation})
  --seed ${STANDARD.learn.seed}             of the sampling
  --mask ${MASK_KINDS.join("|")}   which voxels count as inside (${STANDARD.learn.mask})
  --half               store the filters in half precision: half the size, rounded to 3 digits
${PROGRESS_USAGE}
  --zooms 0.8,…        learn from each scan at so many of its voxels along each axis, too: other sizes of anatomy
  --title, --licence, --source   texts of the bank's metadata; --source once per scan: name, source, licence
${LEARNING.map(({ method, learn }) => `  --method ${method.id} also has:\n${ownUsage(learn)}`).join("\n")}`,
  texts: [
    "device",
    "method",
    "factor",
    "degradation",
    "seed",
    "mask",
    "source",
    "zooms",
    "progress",
    ...new Set([...LEARNED_OPTIONS, ...OWN_OPTIONS]),
  ],
  flags: ["half"],
  run: runTrain,
};

/** The options that only some methods have. */
function ownOptions({ fields, takesPrior, takesCentres, takesClasses, sums }: Learner): string[] {
  const flags = Object.values(fields).map(({ flag }) => flag);
  const banks = [
    ...(takesPrior ? ["prior"] : []),
    ...(takesCentres ? ["centres-of"] : []),
    ...(takesClasses ? ["classes-of"] : []),
  ];
  return [...flags, ...banks, ...(sums ? ["save-sums", "add-sums", "gpu-mib"] : [])];
}

function ownUsage({ fields, takesPrior, takesCentres, takesClasses, sums }: Learner): string {
  const rows = fieldRows(fields);
  if (takesPrior) rows.push(["prior BANK", "a bank of the method to shrink towards"]);
  if (takesCentres)
    rows.push(["centres-of BANK", "a bank of the method whose class centres are taken over: the two can be mixed"]);
  if (takesClasses)
    rows.push(["classes-of BANK", "a bank whose classes are taken over: sums with the same classes can be merged"]);
  if (sums) {
    const adding = "sums to add, once per file; no scan is needed then, and new scans share their classes";
    rows.push([
      "save-sums FILE",
      "write the accumulated sums, to be continued or merged later; -o can be left out then",
    ]);
    rows.push(["add-sums FILE", adding], ["gpu-mib 1024", "upper bound of device memory"]);
  }
  return optionRows(rows);
}

async function runTrain(args: Arguments): Promise<void> {
  const { sums: saving } = learnedFiles(args);
  const factor = factorOf(args);
  const id = args.word("method", IDS, STANDARD.method.id);
  const { method, learn } = LEARNING.find((one) => one.method.id === id) ?? STANDARD;
  // Options of another method would be ignored silently.
  const own = ownOptions(learn);
  const stray = OWN_OPTIONS.find((option) => !own.includes(option) && args.texts(option).length > 0);
  if (stray) throw new EigenvoxError("E_ARGUMENT", `--${stray} is not an option of --method ${id}.`);
  const sumFiles = args.texts("add-sums");
  if (args.files.length + sumFiles.length === 0) {
    throw new EigenvoxError("E_ARGUMENT", "Name at least one high-resolution scan.");
  }
  if (saving && learn.takesClasses && sumFiles.length === 0 && !args.text("classes-of")) {
    const message = `Sums of --method ${id} can be merged where classes are the same: name a bank that all use with --classes-of.`;
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  if (args.text("classes-of") && sumFiles.length > 0) {
    throw new EigenvoxError("E_ARGUMENT", "--classes-of and --add-sums: the classes are those of the sums.");
  }
  const zooms = zoomsOf(args);
  if (zooms.length > 0 && (saving || sumFiles.length > 0)) {
    throw new EigenvoxError("E_ARGUMENT", "--zooms and sums: a scan is in sums as it is, and once.");
  }
  const mask = args.word("mask", MASK_KINDS, learn.mask);
  const degradation = degradationOf(args, factor, learn.degradation);
  const task = {
    factor,
    degradation,
    seed: seedOf(args, learn),
    settings: settingsOf(args, learn),
    prior: await bankOf(args, "prior", method),
    centresOf: await bankOf(args, "centres-of", method),
    classesOf: await bankOf(args, "classes-of", method),
    gpuBytes: args.number("gpu-mib", 64, 65536, 1024) * 2 ** 20,
  };
  const base = learn.sums ? await openSums(learn.sums, sumFiles) : undefined;
  const scans = args.files.length > 0 ? await findScans(args.files, [factor]) : [];
  const sources = args.texts("source");
  if (sources.length > 0 && sources.length !== scans.length) {
    const message = `${sources.length} --source for ${scans.length} scans: give one per scan, in their order.`;
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  const inputs = [];
  const newData: string[] = [];
  for (const [index, { read }] of scans.entries()) {
    // Its own name: what tells it from others can be the name of a folder, which is nobody's business who has the bank.
    const { name, volume } = await read();
    inputs.push({ volume, mask });
    for (const zoom of zooms) inputs.push({ volume: await atFewerVoxels(fillMissing(volume).filled, zoom), mask });
    newData.push(trainingLine(sources[index] ?? name, await voxelHash(volume.data)));
  }
  const trainingData = [...(base?.metadata.trainingData ?? []), ...newData];
  if (base) refuseRepeated(trainingData);
  await learnBank(args, method, learn.start(inputs, { ...task, base }), { factor, degradation, trainingData });
}

async function openSums(kind: SumsKind, files: readonly string[]): Promise<DescribedSums | undefined> {
  const stored = [];
  for (const file of files) stored.push(await openRandomAccess(file, kind.read));
  return stored.length > 0 ? kind.merge(stored) : undefined;
}
