// Lists the quads (four voxels along x) that have a voxel to filter and writes the others' output: voxels outside the
// mask keep the upsampled value (method §5). The list's order varies between runs; what is written does not.
// One invocation per quad of the brick.

@group(0) @binding(1) var<storage, read> classes: array<vec4<u32>>;
@group(0) @binding(2) var<storage, read> upsampled: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read_write> active_count: atomic<u32>;
@group(0) @binding(4) var<storage, read_write> active_quads: array<u32>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let quad = params.first + id.x;
  if (any(classes[quad] != vec4(OUTSIDE))) {
    active_quads[atomicAdd(&active_count, 1u)] = quad;
    return;
  }
  let local = unravel(quad, quads_per_row(), params.size_y);
  output[quad] = upsampled[padded_index(local * vec3(4, 1, 1)) / 4] * params.scale;
}
