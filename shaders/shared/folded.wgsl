// The folded method's view of a brick: the low-resolution voxels around it. That part carries a margin of
// TAP_RADIUS voxels, edge-clamped at the volume's faces (src/methods/folded/low-part.ts).

const TAP_RADIUS: i32 = 2;
const CUBE_QUADS: u32 = 7u; // which hold the 27 taps of the 3³ cube, and one more

fn brick_factor() -> vec3<i32> { return vec3(params.factor_x, params.factor_y, params.factor_z); }

// The low-resolution voxel nearest to a brick-local output voxel, as an index into the brick's low-resolution part.
fn low_index(local: vec3<i32>) -> i32 {
  let factor = brick_factor();
  let first = brick_origin() / factor;
  let last = (brick_origin() + brick_size() - 1) / factor;
  let size = last - first + 1 + 2 * TAP_RADIUS;
  let at = (brick_origin() + local) / factor - first + TAP_RADIUS;
  return at.x + size.x * (at.y + size.y * at.z);
}
