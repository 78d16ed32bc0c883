// Preconditioned conjugate gradients on many small systems at once: one workgroup takes `steps` iterations on Q w = v of
// one class a dispatch. What the iterations add to w, the residual and the direction stay in `state` between dispatches;
// now and then the host starts them afresh from the true residual, computed in float64 (method §6).
// Matrices are dense and symmetric, so reading them by rows gives coalesced columns. Oracle: src/methods/paper/reference/solve.ts.

struct Params {
  first: u32, // classes
  count: u32,
  stride: i32, // unknowns in vec4, rounded up: the rest of rows and columns is zero
  steps: i32,
  fresh: i32, // 1: start from the residual given, 0: go on
  tolerance: f32, // stop at this residual norm
}

override SIZE: u32 = 128; // invocations: small systems take small workgroups
const CHUNKS: i32 = 3; // vec4 columns an invocation owns at the most: 128 · 3 · 4 ≥ 1331

struct Progress {
  residual_norm: f32,
  descent: f32, // rᵀMr
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> matrices: array<vec4<f32>>; // [preconditioner, class …][4 · stride rows][stride]
@group(0) @binding(2) var<storage, read> true_residuals: array<vec4<f32>>; // [class][stride]
@group(0) @binding(3) var<storage, read_write> state: array<vec4<f32>>; // [class][addition to w, residual, direction][stride]
@group(0) @binding(4) var<storage, read_write> progress: array<Progress>; // [class]

alias Columns = array<vec4<f32>, CHUNKS>;

var<workgroup> operand: array<vec4<f32>, 3 * SIZE>;
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

fn product_of(a: Columns, b: Columns) -> f32 {
  return dot(a[0], b[0]) + dot(a[1], b[1]) + dot(a[2], b[2]);
}

// The invocation's columns of matrix · vector.
fn multiply(matrix: i32, vector: Columns, invocation: u32) -> Columns {
  let own = vec3(i32(invocation)) + i32(SIZE) * vec3(0, 1, 2);
  let chunks = (params.stride + i32(SIZE) - 1) / i32(SIZE);
  workgroupBarrier();
  operand[own.x] = vector[0];
  operand[own.y] = vector[1];
  operand[own.z] = vector[2];
  workgroupBarrier();
  // Four rows at a time; columns beyond the last repeat it and are dropped.
  let last = params.stride - 1;
  let columns = min(own, vec3(last));
  var p0 = vec4(0.0);
  var p1 = vec4(0.0);
  var p2 = vec4(0.0);
  var at = matrix * 4 * params.stride * params.stride;
  for (var block = 0; block < params.stride; block++) {
    let d = operand[block];
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
  let used = vec3<f32>(own <= vec3(last));
  return Columns(used.x * p0, used.y * p1, used.z * p2);
}

@compute @workgroup_size(SIZE)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  let system = i32(params.first + group.x);
  var addition = Columns();
  var residual = Columns();
  var direction = Columns();
  for (var c = 0; c < CHUNKS; c++) {
    let column = i32(invocation) + i32(SIZE) * c;
    if (column < params.stride) {
      let at = 3 * system * params.stride + column;
      if (params.fresh == 1) {
        residual[c] = true_residuals[system * params.stride + column];
      } else {
        addition[c] = state[at];
        residual[c] = state[at + params.stride];
        direction[c] = state[at + 2 * params.stride];
      }
    }
  }
  var residual_norm = sqrt(workgroup_sum(product_of(residual, residual), invocation));
  var descent = progress[system].descent;
  if (params.fresh == 1) {
    direction = multiply(0, residual, invocation);
    descent = workgroup_sum(product_of(residual, direction), invocation);
  }
  for (var step = 0; step < params.steps; step++) {
    if (residual_norm <= params.tolerance) { break; }
    let image = multiply(system + 1, direction, invocation);
    let curvature = workgroup_sum(product_of(direction, image), invocation);
    if (curvature <= 0.0) { break; }
    let alpha = descent / curvature;
    for (var c = 0; c < CHUNKS; c++) {
      addition[c] += alpha * direction[c];
      residual[c] -= alpha * image[c];
    }
    residual_norm = sqrt(workgroup_sum(product_of(residual, residual), invocation));
    let preconditioned = multiply(0, residual, invocation);
    let next = workgroup_sum(product_of(residual, preconditioned), invocation);
    let beta = next / descent;
    descent = next;
    for (var c = 0; c < CHUNKS; c++) { direction[c] = preconditioned[c] + beta * direction[c]; }
  }
  for (var c = 0; c < CHUNKS; c++) {
    let column = i32(invocation) + i32(SIZE) * c;
    if (column < params.stride) {
      let at = 3 * system * params.stride + column;
      state[at] = addition[c];
      state[at + params.stride] = residual[c];
      state[at + 2 * params.stride] = direction[c];
    }
  }
  if (invocation == 0u) { progress[system] = Progress(residual_norm, descent); }
}
