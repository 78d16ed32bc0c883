/** Seeded banks, for the tests. */

import { seededRandom } from "../../core/random";
import type { Factor } from "../../core/volume";
import { TEST_TEXTS } from "../common/test-texts";
import type { FoldedBank } from "./bank";
import {
  CENTRES,
  type ClassScheme,
  type Exchange,
  foldedClassCounts,
  foldedSigma,
  hasCentredKind,
  MIRRORED_TAPS,
  numbersOf,
  phaseKinds,
  type TapCount,
} from "./folding";

/** A folded bank of random filters; its edges split noisy volumes into all bins. */
export function randomFoldedBank(
  factor: Factor,
  options: {
    readonly exchange: Exchange;
    readonly taps: TapCount;
    readonly seed: number;
    readonly classes?: ClassScheme;
  },
): FoldedBank {
  const { exchange, taps, seed, classes: scheme = "level" } = options;
  const random = seededRandom(seed);
  const classes = foldedClassCounts(factor, exchange, scheme);
  const filters = (count: number) => {
    const drawn = Float32Array.from({ length: count * taps }, () => (random() - 0.5) / 10);
    if (!hasCentredKind(factor)) return drawn;
    const centred = count / phaseKinds(factor, exchange).count;
    return drawn.map((w, i) => {
      const mirrored = i - (i % taps) + (MIRRORED_TAPS[i % taps] as number);
      return i < centred * taps ? (w + (drawn[mirrored] as number)) / 2 : w;
    });
  };
  const centres = { length: phaseKinds(factor, exchange).count * CENTRES * numbersOf(scheme) };
  return {
    metadata: {
      ...TEST_TEXTS,
      method: "folded",
      factor,
      taps,
      exchange,
      ...(scheme !== "level" && { classes: scheme }),
      gradientSigma: foldedSigma(factor),
    },
    ...(scheme !== "level" && { centres: Float32Array.from(centres, () => random() - 0.5) }),
    structureFilters: filters(classes.structure),
    levelFilters: filters(classes.level),
    strengthEdges: [0.05, 0.11],
    coherenceEdges: [0.15, 0.35],
    // Some classes without rows or with few; errors that let some results pass and not others.
    structureRows: Uint32Array.from({ length: classes.structure }, (_, c) => 600 * (c % 7)),
    levelRows: Uint32Array.from({ length: classes.level }, (_, c) => 600 * (c % 5)),
    structureResidual: Float32Array.from({ length: classes.structure }, () => random() / 4),
    levelResidual: Float32Array.from({ length: classes.level }, () => random() / 4),
  };
}
