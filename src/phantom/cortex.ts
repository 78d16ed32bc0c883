import { hemisphereOutline, type Outlines } from "./envelope";
import { hash32, RandomWaves, sinTurns } from "./noise";
import type { Painter } from "./painter";
import { blend, clamp, ellipse, ellipsoid, meet, smoothstep } from "./shapes";
import { TISSUE } from "./tissues";

/** Wavelength of the folding field: sulci follow its zeros, about 13 mm apart. */
const FOLD_WAVELENGTH = 22;
/** Thickness of the cortical ribbon in mm. */
const RIBBON = 2.5;
/** Radius of the veins in white matter, in mm. */
const VEIN_RADIUS = 0.35;
/** How much of the way to the surface a point is carried before folds are looked up; the rest makes sulci curve. */
const CARRY = 0.8;
/** Displacement of the folding field in mm per unit of the slow field's gradient (mm⁻¹). */
const BEND = 28;

/** Angle of (cos, sin) ≥ 0 to within 0.005 rad, without trigonometric functions. */
function angle(sine: number, cosine: number): number {
  if (sine <= cosine) return (sine * cosine) / (cosine * cosine + 0.28 * sine * sine + 1e-30);
  return Math.PI / 2 - (sine * cosine) / (sine * sine + 0.28 * cosine * cosine);
}

/**
 * The folded cortex. Sulci are sheets of fluid that enter an unfolded hemisphere along the zeros of a random wave
 * field, itself displaced by a slower field; the field is looked up at the surface above a point, so that sheets stand
 * upright on the surface. The pial surface is the hemisphere less its sulci, and grey matter the ribbon of constant
 * thickness beneath it.
 */
export class Cortex {
  private settled = false;
  private nx = 0;
  private ny = 0;
  private nz = 0;
  /** Above 0 about halfway between two sides of a hemisphere, where white matter parts their sulci. */
  private ridge = 0;
  private readonly folds: RandomWaves;
  private readonly drift: RandomWaves;
  private readonly veinA: RandomWaves;
  private readonly veinB: RandomWaves;
  /** Distance from the last point painted to the middle of the sheet its sulcus lies on. */
  private across = 1e9;

  constructor(seed: number) {
    this.folds = new RandomWaves(hash32(seed, 11), 18, FOLD_WAVELENGTH, 0.12);
    this.drift = new RandomWaves(hash32(seed, 12), 6, 62, 0.3);
    this.veinA = new RandomWaves(hash32(seed, 13), 5, 20, 0.2);
    this.veinB = new RandomWaves(hash32(seed, 14), 5, 20, 0.2);
  }

  /** Has the fields that hardly change within a voxel looked up anew by the next sample. */
  unsettle(): void {
    this.settled = false;
  }

  /** Paints both hemispheres over fluid; `side` is ±1 and makes their folding differ. */
  paintCerebrum(painter: Painter, outlines: Outlines, side: number, a: number, y: number, z: number): void {
    const h = outlines.hemisphere;
    if (h < -painter.edge) {
      painter.coverage(h);
      return;
    }
    if (!this.settled) this.settle(side, h, a, y, z);
    const drift = this.drift.value;
    const sylvian = sylvianDistance(a, y, z + 3 * drift);
    let sulcus = 1e9;
    this.across = 1e9;
    let half = 0;
    const middle = ellipsoid(a - 18, y + 8, z - 6, 22, 44, 25) + 2;
    const core = Math.max(middle, Math.min(outlines.rim + 3, 16 - a));
    if (h < 26 && core < 8) {
      half = 0.4 + 0.2 * clamp(drift + 0.8, 0, 2) + 0.6 * smoothstep(5, 0, h);
      sulcus = this.foldDistance(h, core, a, y, z);
    }
    const sylvianHalf = 0.5 + 0.8 * smoothstep(10, 0, h);
    const sulcal = meet(sulcus - half, sylvian - sylvianHalf, 2);
    const pial = meet(h, sulcal, 3.5);
    const far = sulcus - half < sylvian - sylvianHalf ? sulcus + half : sylvian + sylvianHalf;

    painter.mix(TISSUE.greyMatter, 1 - Math.max(painter.coverage(-h), sheetShare(painter, pial, far)));
    const ribbon = RIBBON * (1 + 0.1 * drift);
    const white = painter.coverage(pial - ribbon);
    painter.mix(TISSUE.whiteMatter, white);
    if (white > 0) this.paintVeins(painter, white, a, y, z);
    const artery = 0.6 * smoothstep(0.2, 0.9, drift);
    if (artery > 0 && h < 3) {
      painter.thread(Math.sqrt(this.across * this.across + (h - 0.6) * (h - 0.6)), artery, TISSUE.artery);
    }
  }

  /** Fine dark veins of the white matter, along the curves where two random fields are zero together. */
  private paintVeins(painter: Painter, white: number, a: number, y: number, z: number): void {
    const { veinA: u, veinB: v } = this;
    u.evaluate(a, y, z);
    v.evaluate(a, y, z);
    const distance = Math.sqrt(
      (u.value * u.value) / (u.gx * u.gx + u.gy * u.gy + u.gz * u.gz + 1e-4) +
        (v.value * v.value) / (v.gx * v.gx + v.gy * v.gy + v.gz * v.gz + 1e-4),
    );
    const before = painter.value;
    painter.thread(distance, VEIN_RADIUS, TISSUE.vein);
    painter.value = before + (painter.value - before) * white;
  }

  private settle(side: number, h: number, a: number, y: number, z: number): void {
    this.drift.evaluate(side * a, y, z);
    const dx = hemisphereOutline(a + 0.5, y, z) - h;
    const dy = hemisphereOutline(a, y + 0.5, z) - h;
    const dz = hemisphereOutline(a, y, z + 0.5) - h;
    const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
    this.ridge = 8 * smoothstep(0.4, 0.15, length) * smoothstep(3, 9, h);
    const scale = 1 / (length + 1e-9);
    this.nx = dx * scale;
    this.ny = dy * scale;
    this.nz = dz * scale;
    this.settled = true;
  }

  /** Distance from the middle of the nearest sulcus, in mm; its floor is at a depth that varies along it. */
  private foldDistance(h: number, core: number, a: number, y: number, z: number): number {
    const { drift, folds, nx, ny, nz } = this;
    const carry = CARRY * Math.max(h, 0);
    const qx = a - carry * nx + BEND * drift.gx;
    const qy = y - carry * ny + BEND * drift.gy;
    const qz = z - carry * nz + BEND * drift.gz;
    const f = folds.evaluate(qx, qy, qz);
    const along = folds.gx * nx + folds.gy * ny + folds.gz * nz;
    const square = folds.gx * folds.gx + folds.gy * folds.gy + folds.gz * folds.gz;
    const slope = Math.sqrt(Math.max(0, square - (1 - (1 - CARRY) * (1 - CARRY)) * along * along));
    const shrink = 1 - Math.min(h, 26) / 70;
    this.across = (angle(Math.abs(f) * folds.k, slope) / folds.k) * shrink;

    const amplitude = Math.sqrt(f * f + square / (folds.k * folds.k));
    const floor = 5 + 11 * clamp(amplitude, 0, 1.4) - 7 * smoothstep(2, -13, z) * smoothstep(18, 26, a);
    const excess = Math.max(0, h - floor, core) + this.ridge;
    return Math.sqrt(this.across * this.across + excess * excess);
  }
}

/** Share of fluid when the pial surface is `pial` mm above and the opposite bank `far` mm away. */
function sheetShare(painter: Painter, pial: number, far: number): number {
  return Math.max(0, painter.coverage(-pial) - clamp(0.5 - far / painter.edge, 0, 1));
}

/** Distance from the middle of the lateral (Sylvian) fissure and of the fluid over the insula at its end. */
function sylvianDistance(a: number, y: number, z: number): number {
  const gyri = 1.3 * sinTurns((y - 0.6 * z) / 11);
  const insula = 38.5 - 0.008 * (y - 2) * (y - 2) - 0.02 * z * z + gyri;
  const rise = z + 9 + 0.48 * (y - 16) + 0.007 * (y + 8) * (y + 8) - 2;
  const end = Math.max(0, insula - a, y - 26, -38 - y);
  const fissure = Math.sqrt(rise * rise * 0.81 + end * end);
  const rim = Math.max(0, -ellipse(y - 1, z - 1, 25, 15));
  const cover = Math.sqrt((a - insula) * (a - insula) + rim * rim);
  return Math.min(fissure, cover);
}

/** Angular step between the cerebellum's folia, as a tangent of half the angle. */
const FOLIUM = 0.085;

/** Paints the cerebellum over fluid, `h` mm under its outline: folia fan out from the roof of the fourth ventricle around a white core. */
export function paintCerebellum(painter: Painter, h: number, a: number, y: number, z: number): void {
  if (h < -painter.edge) {
    painter.coverage(h);
    return;
  }
  const dy = -44 - y;
  const dz = z + 34;
  const r = Math.sqrt(dy * dy + dz * dz);
  const u = dz / (r + Math.max(dy, -0.8 * r) + 1e-6) / FOLIUM + 0.02 * a;
  const index = Math.round(u);
  const across = (Math.abs(u - index) * FOLIUM * 2 * r) / (1 + u * u * FOLIUM * FOLIUM);
  const floor = (hash32(7, index) & 3) === 0 ? 21 : 12;
  const excess = Math.max(0, h - floor);
  const sulcus = Math.sqrt(across * across + excess * excess);
  const half = 0.15 + 0.35 * smoothstep(4, 0, h);
  const pial = meet(h, sulcus - half, 1.5);
  painter.mix(TISSUE.greyMatter + 40, 1 - Math.max(painter.coverage(-h), sheetShare(painter, pial, sulcus + half)));
  const core = ellipsoid(a - 13, y + 52, z + 36, 15, 11, 7);
  painter.mix(TISSUE.whiteMatter, painter.coverage(blend(pial - 1.3, core, 2)));
}

/** Paints the corpus callosum over the ribbon that would line the fissure's floor. */
export function paintCallosum(painter: Painter, rim: number, a: number, y: number, z: number): void {
  const thickness = 6.5 + 3 * smoothstep(18, 34, Math.abs(y + 5));
  painter.solid(Math.min(rim, thickness - rim, z + 2 + 0.1 * y, 5 - a), TISSUE.whiteMatter);
}
