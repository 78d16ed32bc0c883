// A block: the box of voxels that one round of measuring works on, in two volumes, each with a margin of HALO real
// neighbours, edge-clamped by the host (src/jobs/measures/measure.ts). BLOCK in src/kernels/kernels.ts names these Params.

const HALO: i32 = 7;

struct Params {
  first: u32,
  count: u32,
  origin_x: i32, // block's first voxel in the volume
  origin_y: i32,
  origin_z: i32,
  size_x: i32, // block's voxels
  size_y: i32,
  size_z: i32,
  volume_x: i32, // whole volume
  volume_y: i32,
  volume_z: i32,
  c1: f32, // SSIM's constants
  c2: f32,
}

@group(0) @binding(0) var<uniform> params: Params;

fn block_size() -> vec3<i32> { return vec3(params.size_x, params.size_y, params.size_z); }

// Index of a block-local voxel (margin: negative or beyond the size) in the block with its margin.
fn padded_index(v: vec3<i32>) -> i32 {
  return v.x + HALO + (params.size_x + 2 * HALO) * (v.y + HALO + (params.size_y + 2 * HALO) * (v.z + HALO));
}

// Local voxel of a linear index over a box of the given width and height.
fn unravel(index: u32, width: i32, height: i32) -> vec3<i32> {
  let i = i32(index);
  let row = i / width;
  return vec3(i % width, row % height, row / height);
}
