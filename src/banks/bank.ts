/** A filter bank in memory, of whatever method: what must be known to apply and to judge it. */

import { SOFTWARE } from "../core/software";
import type { Factor } from "../core/volume";
import type { Degradation } from "../degradations/degradation";

/** What banks of every method say of themselves. */
export interface BankMetadata {
  /** Id of the method that applies them. */
  readonly method: string;
  readonly factor: Factor;
  readonly degradation: Degradation;
  readonly title: string;
  readonly created: string;
  readonly software: string;
  readonly licence: string;
  readonly intendedUse: string;
  /** One line per training volume: name, source, licence. */
  readonly trainingData: readonly string[];
  /** Number of patches the filters were learned from. */
  readonly trainingRows: number;
  /** Regularisation and stopping rule, as text. */
  readonly solver: string;
}

/** A bank of whatever method. */
export interface Bank {
  readonly metadata: BankMetadata;
}

/** What its maker says of a bank, beside what learning says. */
export type BankWords = Pick<
  BankMetadata,
  "title" | "created" | "software" | "licence" | "intendedUse" | "trainingData"
>;

/** A bank as learning gives it, without words. */
export type Wordless<B extends Bank> = Omit<B, "metadata"> & {
  readonly metadata: Omit<B["metadata"], keyof BankWords>;
};

/** What every bank says of its use. */
const INTENDED_USE = "Research; not for diagnosis.";

/** A learned bank with its maker's words: the date and the program unless told, and what it is for. */
export function withWords<B extends Bank>(
  bank: Wordless<B>,
  words: Pick<BankWords, "title" | "trainingData"> & Partial<BankWords>,
): B {
  const standing = {
    created: new Date().toISOString().slice(0, 10),
    software: SOFTWARE,
    licence: "not stated",
    intendedUse: INTENDED_USE,
  };
  return { ...bank, metadata: { ...bank.metadata, ...standing, ...words } } as unknown as B;
}
