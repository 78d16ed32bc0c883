import { expect, test } from "vitest";
import { seededRandom } from "../../core/random";
import { type Factor, type Vec3, voxelCount } from "../../core/volume";
import { layerSets, mirroredLayers } from "./mirrored";
import { randomNetBank } from "./random-bank";
import { networkVolume } from "./reference/network";

/** Values of a grid turned round along the axes told. */
function mirrorImage(data: Float64Array, dims: Vec3, mirror: readonly boolean[]): Float64Array {
  const [nx, ny] = dims;
  return data.map((_, i) => {
    const place = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / (nx * ny))];
    const [x, y, z] = place.map((at, axis) => (mirror[axis] ? (dims[axis] as number) - 1 - at : at)) as [
      number,
      number,
      number,
    ];
    return data[x + nx * (y + ny * z)] as number;
  });
}

test.each([
  [
    [2, 2, 2],
    [true, false, false],
  ],
  [
    [3, 1, 2],
    [false, true, true],
  ],
] as [Factor, [boolean, boolean, boolean]][])(
  "layers for a mirror image give what the layers give of it: %j, %j",
  (factor, mirror) => {
    const dims: Vec3 = [4, 3, 5];
    const fineDims = dims.map((n, axis) => n * (factor[axis] as number)) as unknown as Vec3;
    const random = seededRandom(7);
    const field = (count: number) => Float64Array.from({ length: count }, () => random() - 0.5);
    const [low, folded] = [field(voxelCount(dims)), field(voxelCount(fineDims))];
    const errors = folded.map(() => 100);
    const { layers, metadata } = randomNetBank(factor, { widths: [5, 4], seed: 5, exchange: "none" });
    const settings = { factor, layers, noise: 0.1, airBelow: -10, errorScale: 1 };
    const mirrored = { ...settings, layers: mirroredLayers(layers, metadata.channels, factor, mirror) };
    const found = networkVolume({ low, dims, folded, errors }, mirrored).output;
    const image = { low: mirrorImage(low, dims, mirror), dims, folded: mirrorImage(folded, fineDims, mirror), errors };
    const wanted = mirrorImage(networkVolume(image, settings).output, fineDims, mirror);
    const worst = found.reduce((most, value, i) => Math.max(most, Math.abs(value - (wanted[i] as number))), 0);
    expect(worst).toBeLessThan(1e-12);
  },
);

test("all eight mirror images are different, the first is the scan", () => {
  const bank = randomNetBank([2, 2, 2], { widths: [4], seed: 2 });
  expect(layerSets(bank)).toEqual([bank.layers]);
  const sets = layerSets({ ...bank, mirrored: true });
  expect(sets[0]).toEqual(bank.layers);
  expect(new Set(sets.map(([first]) => first?.join())).size).toBe(8);
});
