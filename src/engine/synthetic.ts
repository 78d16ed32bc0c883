/** Seeded volumes and banks, for the engine's tests and the benchmark. */

import type { FoldedBank, PaperBank } from "../bank/bank";
import {
  type Exchange,
  foldedClassCounts,
  foldedSigma,
  hasCentredKind,
  MIRRORED_TAPS,
  phaseKinds,
  type TapCount,
} from "../core/folded";
import { CLASS_COUNT, DEFAULT_TENSOR_SIGMA } from "../core/method";
import { type Factor, type Vec3, type Volume, voxelCount } from "../core/volume";

/** Numbers in [0, 1) that depend on the seed alone (a 32-bit linear congruential generator, upper bits). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

export function testVolume(dims: Vec3, value: (x: number, y: number, z: number) => number): Volume {
  const data = new Float32Array(voxelCount(dims));
  let at = 0;
  for (let z = 0; z < dims[2]; z++) {
    for (let y = 0; y < dims[1]; y++) {
      for (let x = 0; x < dims[0]; x++) data[at++] = value(x, y, z);
    }
  }
  const affine = [1, 0, 0, -10, 0, 1.2, 0, 5, 0, 0, 0.8, 3, 0, 0, 0, 1];
  return { data, dims, spacing: [1, 1.2, 0.8], affine };
}

export function randomVolume(dims: Vec3, seed: number): Volume {
  const random = seededRandom(seed);
  return testVolume(dims, () => 100 + 900 * random());
}

const TEST_TEXTS = {
  gradientWindow: 9,
  degradation: "box",
  title: "random test bank",
  created: "2026-01-01",
  software: "test",
  licence: "none",
  intendedUse: "tests",
  trainingData: ["none"],
  trainingRows: 0,
  solver: "none",
} satisfies Partial<PaperBank["metadata"]>;

/** A folded bank of random filters; its edges split noisy volumes into all bins. */
export function randomFoldedBank(
  factor: Factor,
  options: { readonly exchange: Exchange; readonly taps: TapCount; readonly seed: number },
): FoldedBank {
  const { exchange, taps, seed } = options;
  const random = seededRandom(seed);
  const classes = foldedClassCounts(factor, exchange);
  const filters = (count: number) => {
    const drawn = Float32Array.from({ length: count * taps }, () => (random() - 0.5) / 10);
    if (!hasCentredKind(factor)) return drawn;
    const centred = count / phaseKinds(factor, exchange).count;
    return drawn.map((w, i) => {
      const mirrored = i - (i % taps) + (MIRRORED_TAPS[i % taps] as number);
      return i < centred * taps ? (w + (drawn[mirrored] as number)) / 2 : w;
    });
  };
  return {
    metadata: { ...TEST_TEXTS, method: "folded", factor, taps, exchange, gradientSigma: foldedSigma(factor) },
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
    classRows: new Uint32Array(CLASS_COUNT),
    classResidual: new Float32Array(CLASS_COUNT),
  };
}
