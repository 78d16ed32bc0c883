/** Training sums as accumulator files and back. */

import { refuseRepeated } from "../../../banks/training-data";
import type { RandomAccess } from "../../../core/random-access";
import { gramElement, gramLayout, gramRightSide, gramTriangle, setTriangle } from "../../common/gram";
import type { SumsFacts, SumsKind } from "../../method";
import type { PaperMetadata } from "../bank";
import { CLASS_COUNT } from "../classes";
import { accumulatorBytes, type ClassSums, readAccumulators, writeAccumulators } from "./accumulators";
import { mergeSums, type TrainingSums } from "./sums";

/** Sums with the words that go with them. */
interface PaperSums {
  readonly metadata: PaperMetadata;
  readonly sums: TrainingSums;
}

export const PAPER_SUMS: SumsKind = {
  read: readSums,
  write: (sums) => writeSums(sums as PaperSums),
  merge: (all) => mergeDescribed(all as readonly PaperSums[]),
  describe: (sums) => describeSums(sums as PaperSums),
};

function mergeDescribed(all: readonly PaperSums[]): PaperSums {
  const sums = mergeSums(all.map((one) => one.sums));
  const trainingData = all.flatMap(({ metadata }) => metadata.trainingData);
  refuseRepeated(trainingData);
  const trainingRows = sums.classRows.reduce((a, b) => a + b);
  return { metadata: { ...(all[0] as PaperSums).metadata, trainingData, trainingRows }, sums };
}

function describeSums({ sums: { factor, degradation, patch, classRows, layout } }: PaperSums): SumsFacts {
  return {
    factor,
    degradation,
    settings: { patch },
    rows: classRows.reduce((a, b) => a + b),
    bytes: accumulatorBytes(layout.taps),
    memoryBytes: CLASS_COUNT * 4 * layout.floats,
  };
}

/** The file's parts, in order. */
function writeSums({ metadata, sums }: PaperSums): Generator<Uint8Array<ArrayBuffer>> {
  const { layout } = sums;
  return writeAccumulators({ metadata, ...sums }, (c): ClassSums | undefined => {
    const sum = sums.sums[c];
    return (
      sum && {
        rows: sums.classRows[c] as number,
        qUpper: gramTriangle(layout, sum),
        v: gramRightSide(layout, sum),
        b2: gramElement(layout, sum, layout.taps, layout.taps),
      }
    );
  });
}

/** Throws `E_BANK` for a file that is none. */
async function readSums(file: RandomAccess): Promise<PaperSums> {
  const sums: (Float32Array<ArrayBuffer> | undefined)[] = new Array(CLASS_COUNT).fill(undefined);
  const classRows = new Uint32Array(CLASS_COUNT);
  const { metadata, ...edges } = await readAccumulators(file, (c, { rows, qUpper, v, b2 }) => {
    sums[c] = setTriangle(gramLayout(v.length), qUpper, v, b2);
    classRows[c] = rows;
  });
  const { factor, degradation, gradientSigma } = metadata;
  const patch = metadata.patch[0];
  const alike = { factor, degradation, patch, gradientSigma, ...edges };
  return { metadata, sums: { ...alike, layout: gramLayout(patch ** 3), sums, classRows } };
}
