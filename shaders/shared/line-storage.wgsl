// Where a line under transformation lies: in a scratch buffer, for lines too long for the workgroup's memory.

@group(0) @binding(4) var<storage, read_write> line_values: array<vec2<f32>>;
var<private> line_start: u32;

fn line_select(index: u32) { line_start = index * SIZE; }
fn line_get(i: u32) -> vec2<f32> { return line_values[line_start + i]; }
fn line_put(i: u32, value: vec2<f32>) { line_values[line_start + i] = value; }
fn line_settle() { storageBarrier(); }
