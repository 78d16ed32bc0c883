// Third pass of the structure tensor: smoothing along z, and the eigen-decomposition of what results (method §4.2, §4.3);
// the bins of what is derived from it (method §4.4).

@group(0) @binding(1) var<storage, read> tensor_y: array<f32>;

fn eigen_at(local: vec3<i32>) -> Eigen {
  let size = brick_size();
  let slice = size.x * size.y;
  let n = slice * (size.z + 2 * WINDOW);
  var first = vec3(0.0); // xx, xy, xz
  var second = vec3(0.0); // yy, yz, zz
  for (var d = -WINDOW; d <= WINDOW; d++) {
    let z = clamp(params.origin_z + local.z + d, 0, params.volume_z - 1) - params.origin_z + WINDOW;
    let at = local.x + size.x * local.y + slice * z;
    let w = window_weight(d);
    first += w * vec3(tensor_y[at], tensor_y[at + n], tensor_y[at + 2 * n]);
    second += w * vec3(tensor_y[at + 3 * n], tensor_y[at + 4 * n], tensor_y[at + 5 * n]);
  }
  return eigen3(first.x, first.y, first.z, second.x, second.y, second.z);
}

fn tertile(value: f32, edge_1: f32, edge_2: f32) -> u32 {
  return select(0u, 1u, value >= edge_1) + select(0u, 1u, value >= edge_2);
}
