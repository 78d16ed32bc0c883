// A brick: the box of output voxels that one round of kernels works on, and where its data lie.
// BRICK in src/kernels/kernels.ts names these Params; `first` and `count` are this dispatch's work items.
//
// The upsampled brick carries a margin of real neighbours, edge-clamped at the volume's faces: PAD_X = 8 in x so that
// rows stay vec4-aligned, PAD = 5 in y and z: the radius of an 11-tap patch, and of the tensor window plus gradient.

const PAD_X: i32 = 8;
const PAD: i32 = 5;
const WINDOW: i32 = 4; // radius of the structure tensor's window
const OUTSIDE: u32 = 0xffffffffu; // class of a voxel outside the mask

struct Params {
  first: u32,
  count: u32,
  origin_x: i32, // brick's first voxel in the output grid
  origin_y: i32,
  origin_z: i32,
  size_x: i32, // brick's voxels
  size_y: i32,
  size_z: i32,
  volume_x: i32, // whole output grid
  volume_y: i32,
  volume_z: i32,
  lr_origin_x: i32, // first voxel of the uploaded part of the low-resolution grid
  lr_origin_y: i32,
  lr_origin_z: i32,
  lr_size_x: i32,
  lr_size_y: i32,
  lr_size_z: i32,
  lr_volume_x: i32,
  lr_volume_y: i32,
  lr_volume_z: i32,
  factor_x: i32,
  factor_y: i32,
  factor_z: i32,
  strength_edge_1: f32,
  strength_edge_2: f32,
  coherence_edge_1: f32,
  coherence_edge_2: f32,
  window_0: f32, // the Gaussian window at distance 0 … 4
  window_1: f32,
  window_2: f32,
  window_3: f32,
  window_4: f32,
  scale: f32, // output = result · scale
}

@group(0) @binding(0) var<uniform> params: Params;

fn brick_origin() -> vec3<i32> { return vec3(params.origin_x, params.origin_y, params.origin_z); }
fn brick_size() -> vec3<i32> { return vec3(params.size_x, params.size_y, params.size_z); }
fn volume_size() -> vec3<i32> { return vec3(params.volume_x, params.volume_y, params.volume_z); }

// Brick rows are stored in quads of four voxels: the last quad may be partly beyond the brick.
fn quads_per_row() -> i32 { return (params.size_x + 3) / 4; }
fn padded_pitch() -> i32 { return quads_per_row() * 4 + 2 * PAD_X; }

// Index of a brick-local voxel (margin: negative or beyond the size) in the padded upsampled brick.
fn padded_index(v: vec3<i32>) -> i32 {
  return v.x + PAD_X + padded_pitch() * (v.y + PAD + (params.size_y + 2 * PAD) * (v.z + PAD));
}

// Local voxel of a linear index over a box of the given width and height.
fn unravel(index: u32, width: i32, height: i32) -> vec3<i32> {
  let i = i32(index);
  let row = i / width;
  return vec3(i % width, row % height, row / height);
}

fn window_weight(distance: i32) -> f32 {
  switch abs(distance) {
    case 0: { return params.window_0; }
    case 1: { return params.window_1; }
    case 2: { return params.window_2; }
    case 3: { return params.window_3; }
    default: { return params.window_4; }
  }
}
