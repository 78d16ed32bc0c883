/** Seeded volumes, for tests and measurements. */

import { seededRandom } from "./random";
import { type Vec3, type Volume, voxelCount } from "./volume";

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
