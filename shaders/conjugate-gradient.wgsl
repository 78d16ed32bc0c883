// Conjugate gradients on many small systems at once: one workgroup takes `steps` iterations on Q w = v of one class a
// dispatch. What the iterations add to w, the residual and the direction stay in `state` between dispatches (method §6).
// Q is dense and symmetric, so reading it by rows gives coalesced columns. Now and then the host replaces the residual by
// the true one, computed in float64, so that float32's rounding does not pile up. Oracle: src/reference/solve.ts.

struct Params {
  first: u32, // classes
  count: u32,
  stride: i32, // unknowns in vec4, rounded up: the rest of rows and columns is zero
  steps: i32,
  start: i32, // 0: go on, 1: take over the residual given and forget the direction, 2: keep the direction
  tolerance: f32, // stop at this residual norm
}

override SIZE: u32 = 128; // invocations: small systems take small workgroups
const CHUNKS: i32 = 3; // vec4 columns an invocation owns at the most: 128 · 3 · 4 ≥ 1331

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> matrices: array<vec4<f32>>; // [class][rows: the size rounded up][stride]
@group(0) @binding(2) var<storage, read> true_residuals: array<vec4<f32>>; // [class][stride]
@group(0) @binding(3) var<storage, read_write> state: array<vec4<f32>>; // [class][addition to w, residual, direction][stride]
@group(0) @binding(4) var<storage, read_write> norms: array<f32>; // [class] of the residual

var<workgroup> shared_direction: array<vec4<f32>, 3 * SIZE>;
var<workgroup> partial: array<f32, SIZE>;

// The sum over the workgroup, known to every invocation.
fn workgroup_sum(value: f32, invocation: u32) -> f32 {
  workgroupBarrier();
  partial[invocation] = value;
  for (var half = SIZE / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (invocation < half) { partial[invocation] += partial[invocation + half]; }
  }
  return workgroupUniformLoad(&partial[0]);
}

@compute @workgroup_size(SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let system = i32(params.first + group.x);
  let matrix = system * 4 * params.stride * params.stride;
  let vectors = system * params.stride;
  let chunks = (params.stride + i32(SIZE) - 1) / i32(SIZE);
  var addition: array<vec4<f32>, CHUNKS>;
  var residual: array<vec4<f32>, CHUNKS>;
  var direction: array<vec4<f32>, CHUNKS>;
  var residual_norm = 0.0; // squared, here and below
  for (var c = 0; c < chunks; c++) {
    let column = i32(invocation) + i32(SIZE) * c;
    if (column < params.stride) {
      let at = 3 * vectors + column;
      if (params.start == 0) {
        addition[c] = state[at];
        residual[c] = state[at + params.stride];
      } else {
        residual[c] = true_residuals[vectors + column];
      }
      direction[c] = residual[c];
      if (params.start != 1) { direction[c] = state[at + 2 * params.stride]; }
      residual_norm += dot(residual[c], residual[c]);
    }
  }
  residual_norm = workgroup_sum(residual_norm, invocation);
  if (params.start == 2) {
    // Residual and direction belong together when rᵀp = rᵀr; where float32 had drifted off, start afresh.
    var agreement = 0.0;
    for (var c = 0; c < chunks; c++) { agreement += dot(residual[c], direction[c]); }
    agreement = workgroup_sum(agreement, invocation);
    if (abs(agreement - residual_norm) > 0.1 * residual_norm) { direction = residual; }
  }
  let enough = params.tolerance * params.tolerance;

  for (var step = 0; step < params.steps; step++) {
    if (residual_norm <= enough) { break; }
    workgroupBarrier();
    for (var c = 0; c < chunks; c++) { shared_direction[i32(invocation) + i32(SIZE) * c] = direction[c]; }
    workgroupBarrier();
    // Four rows at a time; columns beyond the last repeat it and are not used.
    let last = params.stride - 1;
    let columns = min(vec3(i32(invocation)) + i32(SIZE) * vec3(0, 1, 2), vec3(last));
    var p0 = vec4(0.0);
    var p1 = vec4(0.0);
    var p2 = vec4(0.0);
    var at = matrix;
    for (var block = 0; block < params.stride; block++) {
      let d = shared_direction[block];
      let rows = at + vec4(0, 1, 2, 3) * params.stride;
      p0 += d.x * matrices[rows.x + columns.x] + d.y * matrices[rows.y + columns.x]
        + d.z * matrices[rows.z + columns.x] + d.w * matrices[rows.w + columns.x];
      if (chunks > 1) {
        p1 += d.x * matrices[rows.x + columns.y] + d.y * matrices[rows.y + columns.y]
          + d.z * matrices[rows.z + columns.y] + d.w * matrices[rows.w + columns.y];
      }
      if (chunks > 2) {
        p2 += d.x * matrices[rows.x + columns.z] + d.y * matrices[rows.y + columns.z]
          + d.z * matrices[rows.z + columns.z] + d.w * matrices[rows.w + columns.z];
      }
      at += 4 * params.stride;
    }
    let used = vec3<f32>(vec3(i32(invocation)) + i32(SIZE) * vec3(0, 1, 2) <= vec3(last));
    let product = array<vec4<f32>, CHUNKS>(used.x * p0, used.y * p1, used.z * p2);
    var curvature = 0.0;
    for (var c = 0; c < chunks; c++) { curvature += dot(direction[c], product[c]); }
    curvature = workgroup_sum(curvature, invocation);
    if (curvature <= 0.0) { break; }
    let alpha = residual_norm / curvature;
    var next = 0.0;
    for (var c = 0; c < chunks; c++) {
      addition[c] += alpha * direction[c];
      residual[c] -= alpha * product[c];
      next += dot(residual[c], residual[c]);
    }
    next = workgroup_sum(next, invocation);
    let beta = next / residual_norm;
    residual_norm = next;
    for (var c = 0; c < chunks; c++) { direction[c] = residual[c] + beta * direction[c]; }
  }

  for (var c = 0; c < chunks; c++) {
    let column = i32(invocation) + i32(SIZE) * c;
    if (column < params.stride) {
      let at = 3 * vectors + column;
      state[at] = addition[c];
      state[at + params.stride] = residual[c];
      state[at + 2 * params.stride] = direction[c];
    }
  }
  if (invocation == 0u) { norms[system] = sqrt(residual_norm); }
}
