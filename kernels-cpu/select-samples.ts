/** See shaders/select-samples.wgsl: counts, and then writes, the voxels of runs that a seeded hash of their index takes. */

import { endOf, firstOf, OUTSIDE } from "./brick";

const RUN: u32 = 16;
const HELD_OUT: u32 = 64;

export function selectSamples(
  p: usize,
  isWriting: i32,
  classes: usize,
  features: usize,
  mask: usize,
  offsets: usize,
  samples: usize,
): void {
  const pitch = load<u32>(p, 20);
  const height = load<u32>(p, 28);
  const voxels = pitch * height * load<u32>(p, 32);
  const width = load<u32>(p, 36);
  const rows = load<u32>(p, 40);
  const seed = load<u32>(p, 44);
  const stream = load<u32>(p, 48);
  const limit = load<u32>(p, 52);
  const end = endOf(p);
  for (let run = firstOf(p); run < end; run++) {
    const from = <u32>run * RUN;
    const to = min<u32>(from + RUN, voxels);
    const count = offsets + ((<usize>run) << 2);
    const start = samples + (isWriting ? (<usize>load<u32>(count)) << 4 : 0);
    let at = start;
    let x = from % pitch;
    let y = (from / pitch) % height;
    let z = from / pitch / height;
    for (let i = from; i < to; i++) {
      const own = load<u32>(classes + ((<usize>i) << 2));
      if (load<u8>(mask + <usize>i) && own !== OUTSIDE) {
        const vx = load<u32>(p, 8) + x;
        const vy = load<u32>(p, 12) + y;
        const vz = load<u32>(p, 16) + z;
        const voxel = vx + width * (vy + rows * vz);
        if (mixBits(seed, stream, voxel) <= limit) {
          if (isWriting) {
            store<u32>(at, voxel);
            store<u32>(at, own / 9 + (isHeldOut(p, vx, vy, vz) ? HELD_OUT : 0), 4);
            store<u64>(at, load<u64>(features + ((<usize>i) << 3)), 8);
          }
          at += 16;
        }
      }
      if (++x === pitch) {
        x = 0;
        if (++y === height) {
          y = 0;
          z++;
        }
      }
    }
    if (!isWriting) store<u32>(count, <u32>((at - start) >> 4));
  }
}

/** Blocks of 16³ voxels are held out as a whole. */
function isHeldOut(p: usize, x: u32, y: u32, z: u32): bool {
  const limit = load<u32>(p, 60);
  const blocksX = (load<u32>(p, 36) + 15) / 16;
  const blocksY = (load<u32>(p, 40) + 15) / 16;
  const block = x / 16 + blocksX * (y / 16 + blocksY * (z / 16));
  return limit > 0 && mixBits(load<u32>(p, 56), load<u32>(p, 48), block) <= limit;
}

/** As mixBits of src/core/random.ts. */
function mixBits(seed: u32, stream: u32, index: u32): u32 {
  let h = (index ^ (seed * 0x9e3779b1) ^ ((stream + 1) * 0x85ebca77)) * 0xc2b2ae3d;
  h = (h ^ (h >> 15)) * 0x2c1b3c6d;
  h = (h ^ (h >> 12)) * 0x297a2d39;
  return h ^ (h >> 15);
}
