/** How a voxel of the paper's method came to be. Source: method §4, §5. */

import type { Vec3 } from "../../core/volume";
import { levelOf, tensorField } from "../common/explain";
import type { ExplainedVolume, Explanation } from "../explanation";
import type { PaperBank } from "./bank";
import { CLASS_COUNT } from "./classes";
import { classErrors } from "./guard";
import { rangeAround } from "./reference/guard";
import { classOf, featuresOf } from "./reference/hash";
import { readPatch } from "./reference/patch";

export function explainPaper(volume: ExplainedVolume, at: Vec3, bank: PaperBank): Explanation {
  const { factor, gradientSigma, patch } = bank.metadata;
  const { dims, upsampled, voxel } = tensorField(volume, factor, gradientSigma);
  const { u, tensor } = voxel(at);
  const features = featuresOf(tensor);
  const number = classOf(features, bank);
  const size = patch[0];
  const identity = new Float32Array(size ** 3);
  identity[identity.length >> 1] = 1;
  // Outside the mask the interpolated value is kept.
  const isFiltered = u !== 0;
  const taps = isFiltered ? bank.filters.subarray(number * size ** 3, (number + 1) * size ** 3) : identity;
  const neighbours = new Float64Array(size ** 3);
  readPatch(upsampled, dims, at, size, neighbours);
  const rows = bank.classRows[number] as number;
  const sum = neighbours.reduce((total, value, k) => total + value * (taps[k] as number), 0);
  const [lowest, highest] = rangeAround(volume.data, volume.dims, factor, at);
  const error = classErrors(bank)[number] as number;
  const filtered = isFiltered ? Math.min(Math.max(sum, lowest - error), highest + error) : sum;
  return {
    interpolated: u,
    passes: [
      {
        filtered,
        classTitle: isFiltered ? `class ${number}` : "outside the mask",
        classes: isFiltered ? [{ kind: "class", number, of: CLASS_COUNT, rows }] : [],
        filters: [{ size, taps: Array.from(taps), grid: "interpolated" }],
        trainingRows: isFiltered ? rows : 0,
        isGuarded: filtered !== sum,
      },
    ],
    ...(features.lambda[0] > 0 ? { direction: features.direction } : {}),
    strength: levelOf(features.strength, bank.strengthEdges),
    coherence: levelOf(features.coherence, bank.coherenceEdges),
    ...(isFiltered && rows > 0 ? { expectedError: Math.sqrt(bank.classResidual[number] as number) } : {}),
  };
}
