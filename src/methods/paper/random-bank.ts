/** Seeded banks, for the tests and the benchmark. */

import { seededRandom } from "../../core/random";
import type { Factor } from "../../core/volume";
import { TEST_TEXTS } from "../common/test-texts";
import type { PaperBank } from "./bank";
import { CLASS_COUNT, DEFAULT_TENSOR_SIGMA } from "./classes";

/** A bank whose filters are the identity plus noise: every tap counts. Its edges split noisy volumes into all bins. */
export function randomBank(factor: Factor, patch: number, seed: number): PaperBank {
  const random = seededRandom(seed);
  const taps = patch ** 3;
  const filters = new Float32Array(CLASS_COUNT * taps);
  for (let i = 0; i < filters.length; i++)
    filters[i] = (random() - 0.5) / patch ** 2 + (i % taps === (taps - 1) / 2 ? 1 : 0);
  return {
    metadata: {
      ...TEST_TEXTS,
      method: "paper",
      factor,
      patch: [patch, patch, patch],
      gradientSigma: DEFAULT_TENSOR_SIGMA,
    },
    filters,
    strengthEdges: [0.05, 0.11],
    coherenceEdges: [-0.1, 0.1],
    // Some classes without rows; errors that let some results pass and not others.
    classRows: Uint32Array.from({ length: CLASS_COUNT }, (_, c) => 600 * (c % 7)),
    classResidual: Float32Array.from({ length: CLASS_COUNT }, () => random() / 100),
  };
}
