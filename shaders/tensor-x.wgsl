// Gradient and the first of three passes of the structure tensor (method §4.1, §4.2): the outer products of the
// gradient, smoothed along x. The Gaussian window is separable, so three passes of 9 taps replace 729.
// One invocation per voxel of the brick with WINDOW more rows and slices on each side.
// Oracles: src/methods/common/reference/gradient.ts, src/methods/common/reference/structure-tensor.ts.

@group(0) @binding(1) var<storage, read> upsampled: array<f32>;
@group(0) @binding(2) var<storage, read_write> tensor: array<f32>; // planar xx, xy, xz, yy, yz, zz

// Distance between the two samples of a difference: 2, 1 at the faces, where it is one-sided; its inverse is 0 on an
// axis of one voxel.
fn inverse_step(i: i32, n: i32) -> f32 {
  let span = min(i + 1, n - 1) - max(i - 1, 0);
  return select(0.0, 1.0 / f32(span), span > 0);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let size = brick_size() + vec3(0, 2 * WINDOW, 2 * WINDOW);
  let local = unravel(index, size.x, size.y) - vec3(0, WINDOW, WINDOW);
  let volume = volume_size();
  let voxel = brick_origin() + local;
  if (voxel.y < 0 || voxel.z < 0 || voxel.y >= volume.y || voxel.z >= volume.z) { return; }

  let pitch = padded_pitch();
  let slice = pitch * (params.size_y + 2 * PAD);
  let y_step = inverse_step(voxel.y, volume.y);
  let z_step = inverse_step(voxel.z, volume.z);
  var diagonal = vec3(0.0); // xx, yy, zz
  var mixed = vec3(0.0); // xy, xz, yz
  for (var d = -WINDOW; d <= WINDOW; d++) {
    let x = clamp(voxel.x + d, 0, volume.x - 1);
    let at = padded_index(vec3(x - params.origin_x, local.y, local.z));
    // The margin repeats the faces, so a one-sided difference needs only its own step.
    let g = vec3(
      (upsampled[at + 1] - upsampled[at - 1]) * inverse_step(x, volume.x),
      (upsampled[at + pitch] - upsampled[at - pitch]) * y_step,
      (upsampled[at + slice] - upsampled[at - slice]) * z_step,
    );
    let w = window_weight(d);
    diagonal += w * g * g;
    mixed += w * g.xxy * g.yzz;
  }
  let n = u32(size.x * size.y * size.z);
  tensor[index] = diagonal.x;
  tensor[index + n] = mixed.x;
  tensor[index + 2u * n] = mixed.y;
  tensor[index + 3u * n] = diagonal.y;
  tensor[index + 4u * n] = mixed.z;
  tensor[index + 5u * n] = diagonal.z;
}
