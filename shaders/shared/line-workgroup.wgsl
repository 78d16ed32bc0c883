// Where a line under transformation lies: in the workgroup's memory, up to 2048 values with WebGPU's default limits.

var<workgroup> line_values: array<vec2<f32>, SIZE>;

fn line_select(index: u32) {}
fn line_get(i: u32) -> vec2<f32> { return line_values[i]; }
fn line_put(i: u32, value: vec2<f32>) { line_values[i] = value; }
fn line_settle() { workgroupBarrier(); }
