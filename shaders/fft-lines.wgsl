// Fourier transforms of many lines at once, of any length, by Bluestein's algorithm (chirp z-transform):
//
//   target[b] = post[b] Σ_a chirp[b - a] · pre[a] · source[a]
//
// The convolution runs over SIZE ≥ inputs + outputs - 1 values, a power of two, through in-place transforms of radix 4:
// decimation in frequency leaves bit-reversed order, the chirp's spectrum is stored in it, and decimation in time takes
// it back. One workgroup per line. Tables: src/parts/fourier-tables.ts. Oracle: src/parts/reference/fourier.ts.

override SIZE: u32 = 2;
override SOURCE_PARTS: u32 = 2; // 1: real values, 2: complex
override TARGET_PARTS: u32 = 2; // 1: the real part only

const WIDTH: u32 = 32; // invocations: one subgroup on most GPUs, so that waiting for each other costs little

struct Params {
  first: u32, // workgroups
  count: u32,
  inputs: u32, // values of a line
  outputs: u32,
  inners: u32, // lines side by side: the distance between a line's values
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> tables: array<vec2<f32>>; // SIZE/2 roots of unity, SIZE of spectrum, pre, post
@group(0) @binding(2) var<storage, read> source: array<f32>;
@group(0) @binding(3) var<storage, read_write> target_values: array<f32>;

fn multiply(a: vec2<f32>, b: vec2<f32>) -> vec2<f32> {
  return vec2(a.x * b.x - a.y * b.y, a.x * b.y + a.y * b.x);
}

// Where value `i` of a line of `length` lies, counted in values.
fn place(line: u32, length: u32, i: u32) -> u32 {
  return (line / params.inners * length + i) * params.inners + line % params.inners;
}

fn load(line: u32, i: u32) -> vec2<f32> {
  let at = place(line, params.inputs, i);
  if (SOURCE_PARTS == 1) { return vec2(source[at], 0.0); }
  return vec2(source[2 * at], source[2 * at + 1]);
}

fn store(line: u32, i: u32, value: vec2<f32>) {
  let at = place(line, params.outputs, i);
  if (TARGET_PARTS == 1) {
    target_values[at] = value.x;
  } else {
    target_values[2 * at] = value.x;
    target_values[2 * at + 1] = value.y;
  }
}

fn root(i: u32) -> vec2<f32> { return tables[i]; }
fn conjugate(a: vec2<f32>) -> vec2<f32> { return vec2(a.x, -a.y); }

// One step over the two halves of runs of 2·half values.
fn split_two(pair: u32, half: u32) {
  let j = pair % half;
  let i = 2 * pair - j;
  let a = line_get(i);
  let b = line_get(i + half);
  line_put(i, a + b);
  line_put(i + half, multiply(a - b, root(j * (SIZE / 2 / half))));
}

// Two such steps in one, over the quarters of runs of 4·quarter values.
fn split_four(item: u32, quarter: u32) {
  let j = item % quarter;
  let i = 4 * item - 3 * j;
  let step = SIZE / 4 / quarter;
  let a = line_get(i);
  let b = line_get(i + quarter);
  let c = line_get(i + 2 * quarter);
  let d = line_get(i + 3 * quarter);
  let c1 = multiply(a - c, root(j * step));
  let d1 = multiply(b - d, root((j + quarter) * step));
  let fine = root(2 * j * step);
  line_put(i, a + c + (b + d));
  line_put(i + quarter, multiply(a + c - (b + d), fine));
  line_put(i + 2 * quarter, c1 + d1);
  line_put(i + 3 * quarter, multiply(c1 - d1, fine));
}

// The inverse of `split_two`, times 2.
fn join_two(pair: u32, half: u32) {
  let j = pair % half;
  let i = 2 * pair - j;
  let a = line_get(i);
  let b = multiply(line_get(i + half), conjugate(root(j * (SIZE / 2 / half))));
  line_put(i, a + b);
  line_put(i + half, a - b);
}

// The inverse of `split_four`, times 4.
fn join_four(item: u32, quarter: u32) {
  let j = item % quarter;
  let i = 4 * item - 3 * j;
  let step = SIZE / 4 / quarter;
  let fine = conjugate(root(2 * j * step));
  let a = line_get(i);
  let b = multiply(line_get(i + quarter), fine);
  let c = line_get(i + 2 * quarter);
  let d = multiply(line_get(i + 3 * quarter), fine);
  let c1 = multiply(c + d, conjugate(root(j * step)));
  let d1 = multiply(c - d, conjugate(root((j + quarter) * step)));
  line_put(i, a + b + c1);
  line_put(i + quarter, a - b + d1);
  line_put(i + 2 * quarter, a + b - c1);
  line_put(i + 3 * quarter, a - b - d1);
}

@compute @workgroup_size(WIDTH)
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) invocation: u32) {
  if (group.x >= params.count) { return; }
  let line = params.first + group.x;
  line_select(line);
  let pre = SIZE / 2 + SIZE;
  for (var i = invocation; i < SIZE; i += WIDTH) {
    var value = vec2(0.0);
    if (i < params.inputs) { value = multiply(load(line, i), tables[pre + i]); }
    line_put(i, value);
  }
  line_settle();
  let odd = firstTrailingBit(SIZE) % 2 == 1;
  if (odd) {
    for (var k = invocation; k < SIZE / 2; k += WIDTH) { split_two(k, SIZE / 2); }
    line_settle();
  }
  for (var quarter = select(SIZE / 4, SIZE / 8, odd); quarter > 0; quarter /= 4) {
    for (var k = invocation; k < SIZE / 4; k += WIDTH) { split_four(k, quarter); }
    line_settle();
  }
  for (var i = invocation; i < SIZE; i += WIDTH) { line_put(i, multiply(line_get(i), tables[SIZE / 2 + i])); }
  line_settle();
  for (var quarter = 1u; quarter < SIZE / 2; quarter *= 4) {
    for (var k = invocation; k < SIZE / 4; k += WIDTH) { join_four(k, quarter); }
    line_settle();
  }
  if (odd) {
    for (var k = invocation; k < SIZE / 2; k += WIDTH) { join_two(k, SIZE / 2); }
    line_settle();
  }
  for (var i = invocation; i < params.outputs; i += WIDTH) {
    store(line, i, multiply(line_get(i), tables[pre + params.inputs + i]));
  }
}
