/** Training sums as accumulator files and back. */

import { gramElement, gramLayout, gramRightSide, gramTriangle, setTriangle } from "../../common/gram";
import type { PaperMetadata } from "../bank";
import { CLASS_COUNT } from "../classes";
import { type ClassSums, type RandomAccess, readAccumulators, writeAccumulators } from "./accumulators";
import type { TrainingSums } from "./training";

/** Sums with the words that go with them. */
export interface DescribedSums {
  readonly metadata: PaperMetadata;
  readonly sums: TrainingSums;
}

/** The file's parts, in order. */
export function writeSums({ metadata, sums }: DescribedSums): Generator<Uint8Array<ArrayBuffer>> {
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
export async function readSums(file: RandomAccess): Promise<DescribedSums> {
  const sums: (Float32Array<ArrayBuffer> | undefined)[] = new Array(CLASS_COUNT).fill(undefined);
  const classRows = new Uint32Array(CLASS_COUNT);
  const { metadata, strengthEdges, coherenceEdges } = await readAccumulators(file, (c, { rows, qUpper, v, b2 }) => {
    const taps = v.length;
    sums[c] = setTriangle(gramLayout(taps), qUpper, v, b2);
    classRows[c] = rows;
  });
  const { factor, degradation, patch, gradientSigma } = metadata;
  const layout = gramLayout(patch[0] ** 3);
  return {
    metadata,
    sums: {
      factor,
      degradation,
      patch: patch[0],
      gradientSigma,
      strengthEdges,
      coherenceEdges,
      layout,
      sums,
      classRows,
    },
  };
}
