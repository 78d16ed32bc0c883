// Laplacian of Gaussian of the error and of the truth, first of three passes (method §8): along x the Gaussian and its
// second derivative, (g∗e, g″∗e, g∗a, g″∗a). One invocation per voxel, with the margin in y and z.

@group(0) @binding(1) var<storage, read> truth: array<f32>;
@group(0) @binding(2) var<storage, read> result: array<f32>;
@group(0) @binding(3) var<storage, read> weights: array<vec2<f32>>; // g, g″ at distance 0 … HALO
@group(0) @binding(4) var<storage, read_write> filtered: array<vec4<f32>>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let voxel = unravel(index, params.size_x, params.size_y + 2 * HALO) - vec3(0, HALO, HALO);
  let centre = padded_index(voxel);
  var sum = vec4(0.0);
  for (var d = -HALO; d <= HALO; d++) {
    let a = truth[centre + d];
    let e = result[centre + d] - a;
    let w = weights[abs(d)];
    sum += vec4(w * e, w * a);
  }
  filtered[index] = sum;
}
