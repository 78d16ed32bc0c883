/** `eigenvox train`: a bank from high-resolution scans, from sums that were saved before, or from both. */

import { refuseRepeated, trainingLine, voxelHash } from "../banks/training-data";
import { EigenvoxError } from "../core/errors";
import { MASK_KINDS } from "../core/mask";
import { formatFactor } from "../core/volume";
import { trainBank } from "../jobs/train";
import { writeBank } from "../methods/bank-file";
import { type DescribedSums, isBankMethod, type Learner, type SumsKind } from "../methods/method";
import { METHODS } from "../methods/registry";
import { readSettings, type SettingField } from "../methods/settings";
import type { Arguments } from "./arguments";
import {
  type Command,
  DEGRADATION_USAGE,
  DEVICE_USAGE,
  degradationOf,
  deviceOf,
  factorOf,
  outputPath,
} from "./command";
import { openBank, openRandomAccess, writeBytes, writeParts } from "./files";
import { PROGRESS_USAGE } from "./progress-option";
import { findScans, PATHS_USAGE } from "./scans";
import { interruptSignal, onDevice, progressLine, tell, tellNotice, tellResult } from "./terminal";

const LEARNING = METHODS.filter(isBankMethod).flatMap((method) =>
  method.learn ? [{ method, learn: method.learn }] : [],
);
const IDS = LEARNING.map(({ method }) => method.id);
const OWN_OPTIONS = LEARNING.flatMap(({ learn }) => ownOptions(learn));
const [STANDARD] = LEARNING as [(typeof LEARNING)[number]];

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
  --title, --licence, --source   texts of the bank's metadata; --source once per scan: name, source, licence
${LEARNING.map(({ method, learn }) => `  --method ${method.id} also has:\n${ownUsage(learn)}`).join("\n")}`,
  texts: [
    "device",
    "method",
    "output",
    "factor",
    "degradation",
    "seed",
    "mask",
    "title",
    "licence",
    "source",
    "progress",
    ...OWN_OPTIONS,
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
  const rows = Object.values(fields).map((field): [string, string] => [
    `${field.flag} ${valuesOf(field)}`,
    `${field.usage} (${field.standard})`,
  ]);
  if (takesPrior) rows.push(["prior BANK", "a bank of the method to shrink towards"]);
  if (takesCentres)
    rows.push(["centres-of BANK", "a bank of the method whose class centres are taken over: the two can be mixed"]);
  if (takesClasses)
    rows.push(["classes-of BANK", "a bank whose classes are taken over: sums with the same classes can be merged"]);
  if (sums) {
    const adding = "sums to add, once per file; no scan is needed then, and new scans share their classes";
    rows.push(["save-sums FILE", "also write the accumulated sums, to be continued or merged later"]);
    rows.push(["add-sums FILE", adding], ["gpu-mib 1024", "upper bound of device memory"]);
  }
  return rows.map(([option, text]) => `    --${option.padEnd(22)} ${text}`).join("\n");
}

function valuesOf({ choices = [], range, words = [] }: SettingField): string {
  return [...words, ...choices, ...(range ? ["N"] : [])].join("|");
}

async function runTrain(args: Arguments): Promise<void> {
  const output = outputPath(args);
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
  const saving = args.text("save-sums");
  if (saving && learn.takesClasses && sumFiles.length === 0 && !args.text("classes-of")) {
    const message = `Sums of --method ${id} can be merged where classes are the same: name a bank that all use with --classes-of.`;
    throw new EigenvoxError("E_ARGUMENT", message);
  }
  if (args.text("classes-of") && sumFiles.length > 0) {
    throw new EigenvoxError("E_ARGUMENT", "--classes-of and --add-sums: the classes are those of the sums.");
  }
  const bankOf = async (option: string) => {
    const file = args.text(option);
    const opened = file ? await openBank(file) : undefined;
    if (opened && opened.method.id !== id) throw new EigenvoxError("E_ARGUMENT", `${file} is no ${id} bank.`);
    return opened?.bank;
  };
  const mask = args.word("mask", MASK_KINDS, learn.mask);
  const degradation = degradationOf(args, factor, learn.degradation);
  const given = Object.entries(learn.fields).map(([name, { flag }]) => [name, args.text(flag)] as const);
  const task = {
    factor,
    degradation,
    seed: args.number("seed", 0, 2 ** 32 - 1, learn.seed),
    settings: readSettings(learn.fields, Object.fromEntries(given)),
    prior: await bankOf("prior"),
    centresOf: await bankOf("centres-of"),
    classesOf: await bankOf("classes-of"),
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
    newData.push(trainingLine(sources[index] ?? name, await voxelHash(volume.data)));
  }
  const trainingData = [...(base?.metadata.trainingData ?? []), ...newData];
  if (base) refuseRepeated(trainingData);
  const run = learn.start(inputs, { ...task, base });
  const onProgress = progressLine();
  const started = performance.now();
  const options = {
    title: args.text("title") ?? `${id} ${formatFactor(factor)} ${degradation}`,
    licence: args.text("licence"),
    trainingData,
    signal: interruptSignal(),
    onProgress,
  };
  const trained = await onDevice(deviceOf(args), (executor) => trainBank(executor, method, run, options));
  onProgress.end();
  for (const notice of trained.notices ?? []) tellNotice(notice);
  await writeBytes(output, writeBank(trained, { filters: args.flag("half") ? "F16" : "F32" }));
  if (saving && learn.sums) {
    await writeParts(saving, learn.sums.write({ metadata: trained.bank.metadata, sums: trained.sums }));
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  for (const line of `${trained.report.join("\n")}, ${seconds} s`.split("\n")) tell(line);
  const { title, trainingRows } = trained.bank.metadata;
  tellResult({ output, "save-sums": saving }, { method: id, factor, degradation, title, trainingRows });
}

async function openSums(kind: SumsKind, files: readonly string[]): Promise<DescribedSums | undefined> {
  const stored = [];
  for (const file of files) stored.push(await openRandomAccess(file, kind.read));
  return stored.length > 0 ? kind.merge(stored) : undefined;
}
