/** Seeded banks, for the tests and the benchmark. */

import { seededRandom } from "../../core/random";
import { type Factor, voxelCount } from "../../core/volume";
import { TEST_TEXTS } from "../common/test-texts";
import type { Exchange } from "../folded/folding";
import { randomFoldedBank } from "../folded/random-bank";
import { layerChannels, type NetBank, plainInputs, TAPS } from "./bank";

/** A bank of random weights that keep values about as large as they are; `weights` times that. */
export function randomNetBank(
  factor: Factor,
  options: {
    readonly widths: readonly number[];
    readonly seed: number;
    readonly exchange?: Exchange;
    readonly seesNoise?: boolean;
    readonly weights?: number;
  },
): NetBank {
  const { widths, seed, exchange = "xyz", seesNoise = true, weights = 1 } = options;
  const folded = randomFoldedBank(factor, { exchange, taps: 57, seed });
  const random = seededRandom(seed + 1);
  const channels = [plainInputs(factor) + (seesNoise ? 1 : 0), ...widths, voxelCount(factor)];
  const layers = layerChannels(channels).map(([into, out]) => {
    const largest = weights * Math.sqrt(6 / (TAPS * into));
    return Float32Array.from({ length: TAPS * into * out }, () => largest * (2 * random() - 1));
  });
  const { taps, gradientSigma, gradientWindow } = folded.metadata;
  return {
    metadata: {
      ...TEST_TEXTS,
      method: "net",
      factor,
      channels,
      airBelow: 0.03,
      errorScale: 1,
      folded: { taps, exchange, gradientSigma, gradientWindow },
    },
    folded,
    layers,
  };
}
