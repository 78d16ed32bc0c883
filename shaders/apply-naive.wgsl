// The filter stage as one would write it first: one invocation per voxel, scalar loads, dense filters. Used only by the
// benchmark, as the yardstick for apply-filters.wgsl, and by its test.

override RADIUS: i32 = 5;

@group(0) @binding(1) var<storage, read> classes: array<u32>;
@group(0) @binding(2) var<storage, read> upsampled: array<f32>;
@group(0) @binding(3) var<storage, read> filters: array<f32>; // class-major, taps x fastest
@group(0) @binding(4) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let local = unravel(index, quads_per_row() * 4, params.size_y);
  let class_index = classes[index];
  if (class_index == OUTSIDE) {
    output[index] = upsampled[padded_index(local)] * params.scale;
    return;
  }
  let width = 2 * RADIUS + 1;
  var tap = i32(class_index) * width * width * width;
  var sum = 0.0;
  for (var dz = -RADIUS; dz <= RADIUS; dz++) {
    for (var dy = -RADIUS; dy <= RADIUS; dy++) {
      for (var dx = -RADIUS; dx <= RADIUS; dx++) {
        sum += filters[tap] * upsampled[padded_index(local + vec3(dx, dy, dz))];
        tap++;
      }
    }
  }
  output[index] = sum * params.scale;
}
