/**
 * Solids as depth functions: millimetres below the surface, positive inside, exact or first-order near the surface.
 */

/** Depth in an axis-aligned ellipsoid at the origin, to first order. Source: f/|∇f| of its implicit function. */
export function ellipsoid(x: number, y: number, z: number, rx: number, ry: number, rz: number): number {
  const ux = x / rx;
  const uy = y / ry;
  const uz = z / rz;
  const k0 = Math.sqrt(ux * ux + uy * uy + uz * uz);
  const vx = ux / rx;
  const vy = uy / ry;
  const vz = uz / rz;
  const k1 = Math.sqrt(vx * vx + vy * vy + vz * vz);
  return k1 < 1e-9 ? Math.min(rx, ry, rz) : (k0 * (1 - k0)) / k1;
}

/** `ellipsoid` in the plane: depth in an endless elliptic cylinder. */
export function ellipse(x: number, y: number, rx: number, ry: number): number {
  return ellipsoid(x, y, 0, rx, ry, Number.POSITIVE_INFINITY);
}

/** Depth in an ellipsoid whose sides are flattened part of the way (`square`, 0 to 1) to a fourth-power one. */
export function squareEllipsoid(
  x: number,
  y: number,
  z: number,
  rx: number,
  ry: number,
  rz: number,
  square: number,
): number {
  const ux = x / rx;
  const uy = y / ry;
  const uz = z / rz;
  const x2 = ux * ux;
  const y2 = uy * uy;
  const z2 = uz * uz;
  const n2 = Math.sqrt(x2 + y2 + z2);
  const n4 = Math.sqrt(Math.sqrt(x2 * x2 + y2 * y2 + z2 * z2));
  if (n4 < 1e-6) return Math.min(rx, ry, rz);
  const p = (1 - square) / n2;
  const q = square / (n4 * n4 * n4);
  const gx = (ux * (p + q * x2)) / rx;
  const gy = (uy * (p + q * y2)) / ry;
  const gz = (uz * (p + q * z2)) / rz;
  return (1 - (1 - square) * n2 - square * n4) / Math.sqrt(gx * gx + gy * gy + gz * gz);
}

/** A point of a tube's centre line: x, y, z and the tube's radius there, in mm. */
type TubePoint = readonly [x: number, y: number, z: number, radius: number];

/**
 * A chain of straight tapering tubes with round ends. Farther than `margin` outside its bounding box, `depth` answers
 * with the distance to the box, which is a bound.
 */
export class Tube {
  private readonly margin: number;
  private readonly points: Float64Array;
  private readonly box: Float64Array;

  constructor(points: readonly TubePoint[], margin = 6) {
    this.margin = margin;
    this.points = Float64Array.from(points.flat());
    const low = (axis: number) => Math.min(...points.map((p) => (p[axis] as number) - p[3]));
    const high = (axis: number) => Math.max(...points.map((p) => (p[axis] as number) + p[3]));
    this.box = Float64Array.of(low(0), high(0), low(1), high(1), low(2), high(2));
  }

  depth(x: number, y: number, z: number): number {
    const { box, points } = this;
    const gapX = Math.max((box[0] as number) - x, x - (box[1] as number));
    const gapY = Math.max((box[2] as number) - y, y - (box[3] as number));
    const gapZ = Math.max((box[4] as number) - z, z - (box[5] as number));
    const gap = Math.max(gapX, gapY, gapZ);
    if (gap > this.margin) return -gap;
    let best = -1e9;
    for (let i = 4; i < points.length; i += 4) {
      const ax = points[i - 4] as number;
      const ay = points[i - 3] as number;
      const az = points[i - 2] as number;
      const radius = points[i - 1] as number;
      const dx = (points[i] as number) - ax;
      const dy = (points[i + 1] as number) - ay;
      const dz = (points[i + 2] as number) - az;
      const px = x - ax;
      const py = y - ay;
      const pz = z - az;
      const t = clamp((px * dx + py * dy + pz * dz) / (dx * dx + dy * dy + dz * dz), 0, 1);
      const ex = px - t * dx;
      const ey = py - t * dy;
      const ez = pz - t * dz;
      const depth = radius + t * ((points[i + 3] as number) - radius) - Math.sqrt(ex * ex + ey * ey + ez * ez);
      if (depth > best) best = depth;
    }
    return best;
  }
}

/** A tube of the usual margin. */
export const tube = (...points: readonly TubePoint[]): Tube => new Tube(points);

/** Union of two depths, the seam rounded over about `k` mm. */
export function blend(a: number, b: number, k: number): number {
  const h = k - Math.abs(a - b);
  return Math.max(a, b) + (h > 0 ? (h * h) / (4 * k) : 0);
}

/** Intersection of two depths, the edge rounded over about `k` mm. */
export function meet(a: number, b: number, k: number): number {
  return -blend(-a, -b, k);
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** 0 below `low`, 1 above `high`, smooth between. */
export function smoothstep(low: number, high: number, value: number): number {
  const t = clamp((value - low) / (high - low), 0, 1);
  return t * t * (3 - 2 * t);
}
