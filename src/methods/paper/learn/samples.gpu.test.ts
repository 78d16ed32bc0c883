import { beforeAll, describe, expect, test } from "vitest";
import type { Executor } from "../../../compute/executor";
import { Meter } from "../../../compute/meter";
import { seededRandom } from "../../../core/random";
import { voxelCount } from "../../../core/volume";
import { BACKENDS } from "../../../hosts/test-backends";
import { type Brick, OUTSIDE, rowPitch } from "../../../parts/brick";
import { CLASS_COUNT } from "../classes";
import { selectSamples as selectOracle, sortByClass } from "../reference/samples";
import { binEdges, heldOutSeed, SAMPLE_WORDS, SORT_KEYS, selectSamples, sortSamples } from "./samples";

const dims = [37, 21, 18] as const;
const bricks: Brick[] = [
  { origin: [0, 0, 0], size: [20, 21, 11] },
  { origin: [20, 0, 0], size: [17, 21, 11] },
  { origin: [0, 0, 11], size: [37, 21, 7] },
];
const random = seededRandom(3);
const count = voxelCount(dims);
const mask = Uint8Array.from({ length: count }, () => (random() < 0.7 ? 1 : 0));
const directions = Int32Array.from({ length: count }, () => (random() < 0.1 ? -1 : Math.floor(64 * random())));
const features = Float32Array.from({ length: 2 * count }, random);

/** The volume's voxels of a brick, row by row; undefined in the padding of the rows. */
function voxelsOf(brick: Brick): (number | undefined)[] {
  const voxels: (number | undefined)[] = [];
  for (let z = 0; z < brick.size[2]; z++) {
    for (let y = 0; y < brick.size[1]; y++) {
      for (let x = 0; x < rowPitch(brick); x++) {
        const [vx, vy, vz] = [brick.origin[0] + x, brick.origin[1] + y, brick.origin[2] + z];
        voxels.push(x < brick.size[0] ? vx + dims[0] * (vy + dims[1] * vz) : undefined);
      }
    }
  }
  return voxels;
}

describe.each(BACKENDS)("$name", (backend) => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await backend.shared();
  });

  function draw(selection: { seed: number; stream: number; share: number; heldOutShare: number }) {
    return executor.inSpace("test", async (space) => {
      const drawn = [];
      for (const brick of bricks) {
        const voxels = voxelsOf(brick);
        const classes = Uint32Array.from(voxels, (voxel) => {
          const direction = voxel === undefined ? -1 : (directions[voxel] as number);
          return direction < 0 ? OUTSIDE : 9 * direction;
        });
        const own = Float32Array.from(
          voxels.flatMap((v) => (v === undefined ? [0, 0] : [...features.subarray(2 * v, 2 * v + 2)])),
        );
        const hashed = { classes: space.upload("classes", classes), features: space.upload("features", own) };
        drawn.push(
          await selectSamples({ space, meter: new Meter(1, undefined) }, brick, dims, mask, hashed, selection),
        );
      }
      return drawn;
    });
  }

  test.each([
    { seed: 1, stream: 0, share: 0.33, heldOutShare: 0.3 },
    { seed: 4294967295, stream: 7, share: 1, heldOutShare: 0 },
    { seed: 5, stream: 1, share: 1e-9, heldOutShare: 1 },
  ])("the voxels drawn are the oracle's: %o", async (selection) => {
    const drawn = await draw(selection);
    const oracle = selectOracle(mask, directions, dims, { ...selection, heldOutSeed: heldOutSeed(selection.seed) });
    const found = drawn.flatMap((samples) =>
      Array.from({ length: samples.length / SAMPLE_WORDS }, (_, i) => ({
        voxel: samples[SAMPLE_WORDS * i] as number,
        isHeldOut: (samples[SAMPLE_WORDS * i + 1] as number) >= 64,
      })),
    );
    expect(found.sort((a, b) => a.voxel - b.voxel)).toEqual(oracle);
  });

  test("the counting sort is the oracle's, and edges are tertiles", async () => {
    const drawn = await draw({ seed: 2, stream: 0, share: 0.9, heldOutShare: 0.4 });
    const edges = binEdges(drawn, 1);
    for (const [low, high] of [edges.strengthEdges, edges.coherenceEdges]) {
      expect(low).toBeCloseTo(1 / 3, 1);
      expect(high).toBeCloseTo(2 / 3, 1);
    }
    const bin = (value: number, pair: readonly [number, number]) => pair.filter((edge) => edge <= value).length;
    for (const samples of drawn) {
      const floats = new Float32Array(samples.buffer);
      const plain = Array.from({ length: samples.length / SAMPLE_WORDS }, (_, i) => {
        const at = SAMPLE_WORDS * i;
        const bins = samples[at + 1] as number;
        const strength = bin(floats[at + 2] as number, edges.strengthEdges);
        const coherence = bin(floats[at + 3] as number, edges.coherenceEdges);
        const classIndex = ((bins % 64) * 3 + strength) * 3 + coherence;
        return { voxel: samples[at] as number, isHeldOut: bins >= 64, classIndex };
      });
      const oracle = sortByClass(plain);
      const sorted = await executor.inSpace("test", (space) => sortSamples(space, samples, edges));
      expect([...sorted.voxels]).toEqual(oracle.voxels);
      expect([...sorted.starts]).toEqual(oracle.starts);
      expect(sorted.starts[SORT_KEYS]).toBe(plain.length);
      expect(sorted.starts[CLASS_COUNT]).toBeLessThan(plain.length);
    }
  });

  test("many samples, in several runs, keep their order", async () => {
    const total = 20_000;
    const words = new Uint32Array(SAMPLE_WORDS * total);
    for (let i = 0; i < total; i++) words.set([i, (i * 7) % 3], SAMPLE_WORDS * i);
    const edges = { strengthEdges: [1, 2], coherenceEdges: [1, 2] } as const;
    const { voxels } = await executor.inSpace("test", (space) => sortSamples(space, words, edges));
    const wanted = [0, 1, 2].flatMap((direction) =>
      Array.from({ length: total }, (_, i) => i).filter((i) => (i * 7) % 3 === direction),
    );
    expect([...voxels]).toEqual(wanted);
  });
});
