// Multiply-adds with nothing else: eight independent vec4 chains in registers. The benchmark takes the adapter's peak
// from it and states every other kernel as a share of that.

struct Params {
  first: u32, // workgroups
  count: u32,
  rounds: i32, // each 8 vec4 multiply-adds: 32 scalar ones
  a: f32,
  b: f32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  let a = vec4(params.a);
  let b = vec4(params.b);
  var s0 = vec4(f32(id.x));
  var s1 = s0 + 1.0;
  var s2 = s0 + 2.0;
  var s3 = s0 + 3.0;
  var s4 = s0 + 4.0;
  var s5 = s0 + 5.0;
  var s6 = s0 + 6.0;
  var s7 = s0 + 7.0;
  for (var round = 0; round < params.rounds; round++) {
    s0 = s0 * a + b;
    s1 = s1 * a + b;
    s2 = s2 * a + b;
    s3 = s3 * a + b;
    s4 = s4 * a + b;
    s5 = s5 * a + b;
    s6 = s6 * a + b;
    s7 = s7 * a + b;
  }
  let sum = s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
  output[id.x % 64u] = dot(sum, vec4(1.0));
}
