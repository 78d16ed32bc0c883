// 1 inside the mask, else 0, for a voxel of the block without margin; the mask has one byte per voxel.
fn inside(v: vec3<i32>) -> f32 {
  let at = u32(v.x + params.size_x * (v.y + params.size_y * v.z));
  return f32((mask[at / 4u] >> (8u * (at % 4u))) & 1u);
}
