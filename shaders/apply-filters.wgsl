// Applies to every voxel the filter of its class: the dot product with its patch of the upsampled volume (method §5).
// One invocation four neighbouring voxels along x: a patch row of all four lies in five aligned vec4, so 17 loads serve
// 44 multiply-adds. Filters are stored with rows of 12 taps, the last 0; a patch under 11 wide is centred in its row.
// Oracle: src/methods/paper/reference/apply.ts.

override RADIUS: i32 = 5; // of the patch in y and z

@group(0) @binding(1) var<storage, read> active_quads: array<u32>;
@group(0) @binding(2) var<storage, read> classes: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read> upsampled: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read> filters: array<vec4<f32>>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let quad = active_quads[params.first + id.x];
  let local = unravel(quad, quads_per_row(), params.size_y) * vec3(4, 1, 1);
  let class4 = classes[quad];
  let outside = class4 == vec4(OUTSIDE);
  let width = 2 * RADIUS + 1;
  var tap = vec4<i32>(select(class4, vec4(0u), outside)) * (width * width * 3);

  let row_pitch = padded_pitch() / 4;
  let slice_pitch = row_pitch * (params.size_y + 2 * PAD);
  let centre = padded_index(local) / 4;
  var sum = vec4(0.0);
  for (var dz = -RADIUS; dz <= RADIUS; dz++) {
    for (var dy = -RADIUS; dy <= RADIUS; dy++) {
      // Voxel i of the quad sees elements 3 + i … 13 + i of the 20 from x - 8 on.
      let at = centre + dz * slice_pitch + dy * row_pitch - 2;
      let a = upsampled[at];
      let b = upsampled[at + 1];
      let c = upsampled[at + 2];
      let d = upsampled[at + 3];
      let e = upsampled[at + 4];
      sum.x += dot(filters[tap.x], vec4(a.w, b.xyz)) + dot(filters[tap.x + 1], vec4(b.w, c.xyz))
        + dot(filters[tap.x + 2], vec4(c.w, d.xyz));
      sum.y += dot(filters[tap.y], b) + dot(filters[tap.y + 1], c) + dot(filters[tap.y + 2], d);
      sum.z += dot(filters[tap.z], vec4(b.yzw, c.x)) + dot(filters[tap.z + 1], vec4(c.yzw, d.x))
        + dot(filters[tap.z + 2], vec4(d.yzw, e.x));
      sum.w += dot(filters[tap.w], vec4(b.zw, c.xy)) + dot(filters[tap.w + 1], vec4(c.zw, d.xy))
        + dot(filters[tap.w + 2], vec4(d.zw, e.xy));
      tap += vec4(3);
    }
  }
  output[quad] = select(sum, upsampled[centre], outside) * params.scale;
}
