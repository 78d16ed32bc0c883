// Adds the Gram matrix of each class's rows to the class's sums: a blocked symmetric rank-k update (method §6).
// The upper triangle is kept as tiles of 64×64. One workgroup per class and tile; its 64 invocations hold 8×8 elements
// each in registers, so four vec4 loads serve 64 multiply-adds. Rows are summed in blocks of 256, so that float32 does
// not drift. Oracle: src/methods/paper/reference/normal-equations.ts.

const BLOCK: i32 = 256; // rows

struct Params {
  first: u32, // workgroups
  count: u32,
  tiles: i32, // tiles along a side
  stride: i32, // columns of the row matrix, in vec4
}

struct Segment {
  slot: u32, // of the class in `gram`
  begin: u32, // rows
  end: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> rows: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read> segments: array<Segment>;
@group(0) @binding(3) var<storage, read_write> gram: array<vec4<f32>>; // [slot][tile pair][64][64]

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  if (group.x >= params.count) { return; }
  let item = i32(params.first + group.x);
  let pairs = params.tiles * (params.tiles + 1) / 2;
  let segment = segments[item / pairs];
  var tile_row = 0;
  var tile_column = item % pairs;
  while (tile_column >= params.tiles - tile_row) {
    tile_column -= params.tiles - tile_row;
    tile_row++;
  }
  tile_column += tile_row;

  let row_in_tile = i32(invocation / 8u) * 8;
  let quad_in_tile = i32(invocation % 8u) * 2;
  let left = tile_row * 16 + row_in_tile / 4;
  let right = tile_column * 16 + quad_in_tile;
  let to = ((i32(segment.slot) * pairs + item % pairs) * 64 + row_in_tile) * 16 + quad_in_tile;
  for (var begin = i32(segment.begin); begin < i32(segment.end); begin += BLOCK) {
    var s00 = vec4(0.0); var s01 = vec4(0.0);
    var s10 = vec4(0.0); var s11 = vec4(0.0);
    var s20 = vec4(0.0); var s21 = vec4(0.0);
    var s30 = vec4(0.0); var s31 = vec4(0.0);
    var s40 = vec4(0.0); var s41 = vec4(0.0);
    var s50 = vec4(0.0); var s51 = vec4(0.0);
    var s60 = vec4(0.0); var s61 = vec4(0.0);
    var s70 = vec4(0.0); var s71 = vec4(0.0);
    let end = min(begin + BLOCK, i32(segment.end));
    for (var row = begin; row < end; row++) {
      let at = row * params.stride;
      let a = rows[at + left];
      let b = rows[at + left + 1];
      let c = rows[at + right];
      let d = rows[at + right + 1];
      s00 += a.x * c; s01 += a.x * d;
      s10 += a.y * c; s11 += a.y * d;
      s20 += a.z * c; s21 += a.z * d;
      s30 += a.w * c; s31 += a.w * d;
      s40 += b.x * c; s41 += b.x * d;
      s50 += b.y * c; s51 += b.y * d;
      s60 += b.z * c; s61 += b.z * d;
      s70 += b.w * c; s71 += b.w * d;
    }
    gram[to] += s00; gram[to + 1] += s01;
    gram[to + 16] += s10; gram[to + 17] += s11;
    gram[to + 32] += s20; gram[to + 33] += s21;
    gram[to + 48] += s30; gram[to + 49] += s31;
    gram[to + 64] += s40; gram[to + 65] += s41;
    gram[to + 80] += s50; gram[to + 81] += s51;
    gram[to + 96] += s60; gram[to + 97] += s61;
    gram[to + 112] += s70; gram[to + 113] += s71;
  }
}
