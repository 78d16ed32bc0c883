// Tricubic upsampling: separable Keys cubic convolution, a = -0.5, on half-voxel-centred grids (method §1, §2).
// One invocation per voxel of the padded brick. Oracle: src/methods/interpolation/reference/tricubic.ts.

@group(0) @binding(1) var<storage, read> lr: array<f32>;
@group(0) @binding(2) var<storage, read_write> upsampled: array<f32>;

// Keys weights of the taps at -1, 0, 1, 2 for a sample at t in [0, 1) past tap 0.
fn keys(t: f32) -> vec4<f32> {
  let t2 = t * t;
  let t3 = t2 * t;
  return vec4(
    -0.5 * t3 + t2 - 0.5 * t,
    1.5 * t3 - 2.5 * t2 + 1.0,
    -1.5 * t3 + 2.0 * t2 + 0.5 * t,
    0.5 * t3 - 0.5 * t2,
  );
}

// The first of the four taps and the weights of output index i: x = (i + 0.5)/s - 0.5 in whole numbers of 1/(2s),
// because a float would lose the fraction at large i.
struct Taps { first: i32, weights: vec4<f32> }
fn taps(i: i32, s: i32) -> Taps {
  let numerator = 2 * i + 1 - s;
  let base = (numerator + 2 * s) / (2 * s) - 1; // floor: numerator > -2s
  return Taps(base - 1, keys(f32(numerator - 2 * s * base) / f32(2 * s)));
}

// Where in the uploaded part an edge-clamped tap lies along one axis.
fn clamped(tap: vec4<i32>, origin: i32, volume: i32) -> vec4<i32> {
  return clamp(tap, vec4(0), vec4(volume - 1)) - vec4(origin);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
  if (id.x >= params.count) { return; }
  let index = params.first + id.x;
  let local = unravel(index, padded_pitch(), params.size_y + 2 * PAD) - vec3(PAD_X, PAD, PAD);
  let voxel = clamp(brick_origin() + local, vec3(0), volume_size() - 1);

  let x = taps(voxel.x, params.factor_x);
  let y = taps(voxel.y, params.factor_y);
  let z = taps(voxel.z, params.factor_z);
  let steps = vec4(0, 1, 2, 3);
  let xs = clamped(vec4(x.first) + steps, params.lr_origin_x, params.lr_volume_x);
  let ys = clamped(vec4(y.first) + steps, params.lr_origin_y, params.lr_volume_y);
  let zs = clamped(vec4(z.first) + steps, params.lr_origin_z, params.lr_volume_z);

  var sum = 0.0;
  for (var k = 0; k < 4; k++) {
    var plane = 0.0;
    for (var j = 0; j < 4; j++) {
      let row = params.lr_size_x * (ys[j] + params.lr_size_y * zs[k]);
      plane += y.weights[j] * dot(x.weights, vec4(lr[row + xs.x], lr[row + xs.y], lr[row + xs.z], lr[row + xs.w]));
    }
    sum += z.weights[k] * plane;
  }
  upsampled[index] = sum;
}
