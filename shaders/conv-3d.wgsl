// One layer of a convolution network: sums over 3³ voxels and all input channels, without bias and without padding, so
// that the output is two voxels smaller along each axis. Channels come in quads, a row of voxels for each quad of a row.
// One invocation per eight output channels of four voxels of a column. Oracle: src/methods/net/reference/network.ts.

override IN_QUADS: i32 = 1; // of input channels
override OUT_QUADS: i32 = 2; // of output channels, an even number
override RELU: bool = false; // negative results become 0

struct Params {
  first: u32,
  count: u32,
  size_x: i32, // output voxels
  size_y: i32,
  size_z: i32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<vec4<f32>>; // [z][y][quad][x]
// [octet of output channels][z][y][quad][x][channel of the quad][half of the octet]
@group(0) @binding(2) var<storage, read> weights: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4<f32>>; // [z][y][quad][x]

const STRIP: i32 = 4; // voxels of a column

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = i32(params.first + id.x);
  let strips = (params.size_y + STRIP - 1) / STRIP;
  let x = index % params.size_x;
  let strip = index / params.size_x;
  let y = (strip % strips) * STRIP;
  let z = (strip / strips) % params.size_z;
  let octet = strip / (strips * params.size_z);

  let width = params.size_x + 2;
  let row = IN_QUADS * width;
  // Beyond the last row of a strip that is cut short the last one is read again, for results that are not written.
  let last = params.size_y + 1;
  let r0 = row * y;
  let r1 = row * (y + 1);
  let r2 = row * (y + 2);
  let r3 = row * min(y + 3, last);
  let r4 = row * min(y + 4, last);
  let r5 = row * min(y + 5, last);
  let row_of_weights = 24 * IN_QUADS;
  let square = 3 * row_of_weights;
  let cube = 3 * square;
  var a0 = vec4(0.0);
  var a1 = vec4(0.0);
  var a2 = vec4(0.0);
  var a3 = vec4(0.0);
  var b0 = vec4(0.0);
  var b1 = vec4(0.0);
  var b2 = vec4(0.0);
  var b3 = vec4(0.0);
  for (var dz = 0; dz < 3; dz++) {
    for (var quad = 0; quad < IN_QUADS; quad++) {
      for (var dx = 0; dx < 3; dx++) {
        let start = row * (params.size_y + 2) * (z + dz) + width * quad + x + dx;
        let i0 = input[start + r0];
        let i1 = input[start + r1];
        let i2 = input[start + r2];
        let i3 = input[start + r3];
        let i4 = input[start + r4];
        let i5 = input[start + r5];
        var w = cube * octet + square * dz + 24 * quad + 8 * dx;
        let p0 = columns(w);
        let q0 = columns(w + 1);
        a0 += p0 * i0;
        a1 += p0 * i1;
        a2 += p0 * i2;
        a3 += p0 * i3;
        b0 += q0 * i0;
        b1 += q0 * i1;
        b2 += q0 * i2;
        b3 += q0 * i3;
        w += row_of_weights;
        let p1 = columns(w);
        let q1 = columns(w + 1);
        a0 += p1 * i1;
        a1 += p1 * i2;
        a2 += p1 * i3;
        a3 += p1 * i4;
        b0 += q1 * i1;
        b1 += q1 * i2;
        b2 += q1 * i3;
        b3 += q1 * i4;
        w += row_of_weights;
        let p2 = columns(w);
        let q2 = columns(w + 1);
        a0 += p2 * i2;
        a1 += p2 * i3;
        a2 += p2 * i4;
        a3 += p2 * i5;
        b0 += q2 * i2;
        b1 += q2 * i3;
        b2 += q2 * i4;
        b3 += q2 * i5;
      }
    }
  }
  put(x, y, z, octet, a0, b0);
  if (y + 1 < params.size_y) { put(x, y + 1, z, octet, a1, b1); }
  if (y + 2 < params.size_y) { put(x, y + 2, z, octet, a2, b2); }
  if (y + 3 < params.size_y) { put(x, y + 3, z, octet, a3, b3); }
}

// The weights of half an octet, a column for each channel of a quad.
fn columns(at: i32) -> mat4x4<f32> {
  return mat4x4(weights[at], weights[at + 2], weights[at + 4], weights[at + 6]);
}

fn put(x: i32, y: i32, z: i32, octet: i32, a: vec4<f32>, b: vec4<f32>) {
  let at = params.size_x * (OUT_QUADS * (y + params.size_y * z) + 2 * octet) + x;
  output[at] = select(a, max(a, vec4(0.0)), RELU);
  output[at + params.size_x] = select(b, max(b, vec4(0.0)), RELU);
}
