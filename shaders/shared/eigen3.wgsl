// Eigen-decomposition of a symmetric, positive semi-definite 3×3 matrix by cyclic Jacobi rotations: unlike the closed
// form it keeps small eigenvalues accurate in float32. Oracle: src/methods/common/reference/eigen3.ts.

struct Eigen {
  values: vec3<f32>, // descending, not negative
  first: vec3<f32>, // unit eigenvector of the largest
}

// The rotation that zeroes the off-diagonal element between diagonal elements p and q: (cosine, sine, tangent).
fn rotation(p: f32, q: f32, off: f32) -> vec3<f32> {
  if (off == 0.0) { return vec3(1.0, 0.0, 0.0); }
  let theta = (q - p) / (2.0 * off);
  let t = select(-1.0, 1.0, theta >= 0.0) / (abs(theta) + sqrt(theta * theta + 1.0));
  let c = 1.0 / sqrt(t * t + 1.0);
  return vec3(c, t * c, t);
}

// The zero matrix gives the direction (0, 0, 1).
fn eigen3(xx: f32, xy: f32, xz: f32, yy: f32, yz: f32, zz: f32) -> Eigen {
  let trace = xx + yy + zz;
  if (trace <= 0.0) { return Eigen(vec3(0.0), vec3(0.0, 0.0, 1.0)); }
  let unit = 1.0 / trace;
  var d = vec3(xx, yy, zz) * unit;
  var o = vec3(xy, xz, yz) * unit;
  var v0 = vec3(1.0, 0.0, 0.0);
  var v1 = vec3(0.0, 1.0, 0.0);
  var v2 = vec3(0.0, 0.0, 1.0);
  // Convergence is quadratic: five sweeps reach float32's precision.
  for (var sweep = 0; sweep < 5; sweep++) {
    var r = rotation(d.x, d.y, o.x);
    d = vec3(d.x - r.z * o.x, d.y + r.z * o.x, d.z);
    o = vec3(0.0, r.x * o.y - r.y * o.z, r.y * o.y + r.x * o.z);
    var v = v0;
    v0 = r.x * v - r.y * v1;
    v1 = r.y * v + r.x * v1;

    r = rotation(d.x, d.z, o.y);
    d = vec3(d.x - r.z * o.y, d.y, d.z + r.z * o.y);
    o = vec3(r.x * o.x - r.y * o.z, 0.0, r.y * o.x + r.x * o.z);
    v = v0;
    v0 = r.x * v - r.y * v2;
    v2 = r.y * v + r.x * v2;

    r = rotation(d.y, d.z, o.z);
    d = vec3(d.x, d.y - r.z * o.z, d.z + r.z * o.z);
    o = vec3(r.x * o.x - r.y * o.y, r.y * o.x + r.x * o.y, 0.0);
    v = v1;
    v1 = r.x * v - r.y * v2;
    v2 = r.y * v + r.x * v2;
  }
  var first = v0;
  var largest = d.x;
  if (d.y > largest) { first = v1; largest = d.y; }
  if (d.z > largest) { first = v2; largest = d.z; }
  let smallest = min(d.x, min(d.y, d.z));
  let middle = max(min(d.x, d.y), min(max(d.x, d.y), d.z));
  return Eigen(max(vec3(largest, middle, smallest), vec3(0.0)) * trace, normalize(first));
}
