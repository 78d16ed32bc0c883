/** How sums are made and solved, as the options say. */

import type { Arguments } from "../cli/arguments";
import { degradationOf } from "../cli/command";
import { type NamedBank, openBank, openShippedBanks } from "../cli/files";
import { fieldRows, LEARNING, optionRows, seedOf, settingsOf } from "../cli/learners";
import { EigenvoxError } from "../core/errors";
import { MASK_KINDS, type MaskKind } from "../core/mask";
import { SOFTWARE } from "../core/software";
import { type Factor, formatFactor, parseFactor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";
import type { BankMethod, Learner, LearningTask, SumsKind } from "../methods/method";
import type { BidsScan } from "./dataset";
import { learningLabel, madeOfName } from "./names";

/** Those whose sums of each scan by itself can be merged, since their classes are given. */
const SUMMING = LEARNING.flatMap(({ method, learn }) =>
  learn.sums && learn.takesClasses ? [{ method, learn, kind: learn.sums }] : [],
);
const [STANDARD] = SUMMING as [(typeof SUMMING)[number]];
const IDS = SUMMING.map(({ method }) => method.id);

export const LEARNING_OPTIONS = [
  "factor",
  "degradation",
  "method",
  "classes-of",
  "mask",
  "seed",
  "gpu-mib",
  ...new Set(SUMMING.flatMap(({ learn }) => Object.values(learn.fields).map(({ flag }) => flag))),
];

export const LEARNING_USAGE = `  --factor       2, 3, 4, or one number per axis, as in 1,1,2 (2)
  --method ${IDS.join("|")}   (${STANDARD.method.id})
  --classes-of BANK    whose classes are taken over (the bank that ships for the factor and degradation)
  --mask ${MASK_KINDS.join("|")}   which voxels count as inside (${STANDARD.learn.mask})
  --seed ${STANDARD.learn.seed}             of the sampling
  --gpu-mib 1024       upper bound of device memory
${SUMMING.map(({ method, learn }) => `  --method ${method.id} also has:\n${optionRows(fieldRows(learn.fields))}`).join("\n")}`;

export interface Learning extends SumsPlaces {
  readonly method: BankMethod;
  readonly learn: Learner;
  readonly kind: SumsKind;
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly mask: MaskKind;
  readonly task: LearningTask;
  /** Whose classes the sums have. */
  readonly classes: NamedBank;
  /** All that sums depend on, beside the scan. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Where sums lie, below what is written. */
export interface SumsPlaces {
  placeOf(scan: BidsScan): string;
  /** Whether it is that of some scan's sums. */
  isPlace(place: string): boolean;
}

/** Throws `E_ARGUMENT` for options that cannot be, and what opening a bank throws. */
export async function learningOf(args: Arguments): Promise<Learning> {
  const { summing, factor, degradation } = askedOf(args);
  const { method, learn, kind } = summing;
  const classes = await classesFor(args, method, factor, degradation);
  const mask = args.word("mask", MASK_KINDS, learn.mask);
  const task = {
    factor,
    degradation,
    seed: seedOf(args, learn),
    settings: settingsOf(args, learn),
    classesOf: classes.bank,
    gpuBytes: args.number("gpu-mib", 64, 65536, 1024) * 2 ** 20,
  };
  return {
    ...{ method, learn, kind, factor, degradation, mask, task, classes },
    ...placesOf(args),
    settings: {
      ...{ software: SOFTWARE, method: method.id, factor, degradation, mask, seed: task.seed, ...task.settings },
      classesOf: classes.hash,
    },
  };
}

function askedOf(args: Arguments) {
  const factor = factorOf(args);
  const id = args.word("method", IDS, STANDARD.method.id);
  const summing = SUMMING.find(({ method }) => method.id === id) ?? STANDARD;
  return { summing, factor, degradation: degradationOf(args, factor, summing.learn.degradation) };
}

export function placesOf(args: Arguments): SumsPlaces {
  const { summing, factor, degradation } = askedOf(args);
  const label = learningLabel(summing.method.id, factor, degradation);
  const suffix = suffixOf(args);
  return {
    placeOf: ({ folder, name }) => `${folder}/${madeOfName(name, label, "sums")}.safetensors`,
    isPlace: (place) => place.includes(`_mod-${suffix}_`) && place.endsWith(`_desc-${label}_sums.safetensors`),
  };
}

export const suffixOf = (args: Arguments): string => args.text("suffix") ?? "T1w";

export const factorOf = (args: Arguments): Factor => parseFactor(args.text("factor") ?? "2");

async function classesFor(
  args: Arguments,
  { id }: BankMethod,
  factor: Factor,
  degradation: Degradation,
): Promise<NamedBank> {
  const file = args.text("classes-of");
  const [bank] = file ? [await openBank(file)] : await openShippedBanks(factor, { method: id, degradation });
  const of = `${formatFactor(factor)} ${degradation}`;
  if (!bank) throw new EigenvoxError("E_ARGUMENT", `No ${id} bank ships for ${of}: name one with --classes-of.`);
  if (bank.method.id !== id) throw new EigenvoxError("E_ARGUMENT", `${file} is no ${id} bank.`);
  return bank;
}
