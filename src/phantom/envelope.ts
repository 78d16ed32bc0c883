/**
 * Smooth outlines of the brain's parts, in mm from the anterior commissure (RAS), mirrored: `a` is |x|.
 * Proportions are those of an average adult brain, about 128 mm wide and 160 mm long.
 */

import { blend, ellipse, ellipsoid, meet, squareEllipsoid, Tube, tube } from "./shapes";

/** Half the width of the interhemispheric fissure. */
const FISSURE_HALF = 0.9;

const PEDUNCLE = tube([14, -16, 1, 7], [9, -22, -12, 6.5], [5, -24, -22, 8]);
const TEGMENTUM = tube([0, -29, -6, 7], [0, -30, -24, 8]);
const CEREBELLAR_PEDUNCLE = tube([13, -24, -28, 7], [21, -44, -35, 6]);
const MEDULLA = tube([0, -28, -32, 9], [0, -32, -46, 7.5], [0, -38, -66, 6], [0, -42, -90, 6], [0, -44, -150, 6]);
const CORD_CANAL = new Tube(
  [
    [0, -26, -34, 17],
    [0, -33, -54, 12],
    [0, -40, -78, 9],
    [0, -44, -150, 9],
  ],
  25,
);

/** Depth in the unfolded outline of both hemispheres and temporal lobes together. */
function cerebralOutline(a: number, y: number, z: number): number {
  const taper = 1 - 0.0018 * (y + 14);
  const dz = z - 16;
  const main = squareEllipsoid(a / taper, y + 14, dz, 62, 80, dz > 0 ? 56 : 39, 0.35);
  if (z > 14) return main;
  const temporal = ellipsoid(a - 43 - 0.12 * (y + 12), y + 10, z + 20 + 0.1 * (y + 12), 21, 42, 20);
  return blend(main, temporal, 9);
}

/** Depth in the cerebellum's outline: two hemispheres and the vermis. */
function cerebellarOutline(a: number, y: number, z: number): number {
  const hemisphere = ellipsoid(a - 22, y + 56, z + 37, 28, 28, 22);
  const vermis = ellipsoid(a, y + 58, z + 34, 14, 24, 21);
  return blend(hemisphere, vermis, 5);
}

/** Depth in the midbrain, pons, medulla and cord. */
export function stemOutline(a: number, y: number, z: number): number {
  const pons = ellipsoid(a, y + 19, z + 28, 17, 13, 13);
  const midbrain = Math.max(PEDUNCLE.depth(a, y, z), TEGMENTUM.depth(a, y, z), CEREBELLAR_PEDUNCLE.depth(a, y, z));
  return blend(blend(midbrain, MEDULLA.depth(a, y, z), 4), pons, 4);
}

/** Depth inside the outer rim of the corpus callosum, as seen from the side; below 0 the fissure parts the brain. */
function callosalRim(y: number, z: number): number {
  return ellipse(y + 5, z - 2, 40, 27);
}

/** The outlines at one point, computed together because they share their parts. */
export class Outlines {
  /** Depth in one unfolded hemisphere: the cerebral outline less fissure, tentorial gap and basal cisterns. */
  hemisphere = 0;
  cerebellum = 0;
  /** Depth in the dura: what lies in it and is not brain is cerebrospinal fluid. */
  dura = 0;
  /** Depth inside the outer rim of the corpus callosum, as seen from the side; outside it the fissure parts the brain. */
  rim = 0;

  /** Parts that are out of reach from higher up are passed over. */
  locate(a: number, y: number, z: number): void {
    const cerebral = cerebralOutline(a, y, z);
    let dura = cerebral;
    this.cerebellum = z > 16 ? -100 : cerebellarOutline(a, y, z);
    if (z <= 16) {
      const canal = z > -4 ? -100 : CORD_CANAL.depth(a, y, z) - 2;
      dura = blend(cerebral, blend(this.cerebellum, canal, 8), 14);
    }
    this.dura = dura + 1.6;
    this.rim = callosalRim(y, z);
    this.hemisphere = hemisphere(cerebral, this.cerebellum, this.rim, a, y, z);
  }
}

/** `Outlines.hemisphere` alone. */
export function hemisphereOutline(a: number, y: number, z: number): number {
  const cerebellum = z < 10 && y < -15 ? cerebellarOutline(a, y, z) : -100;
  return hemisphere(cerebralOutline(a, y, z), cerebellum, callosalRim(y, z), a, y, z);
}

function hemisphere(cerebral: number, cerebellum: number, rim: number, a: number, y: number, z: number): number {
  const fissure = (rim > 0 ? Math.sqrt(a * a + rim * rim) : a) - FISSURE_HALF;
  let outline = cerebral;
  if (z < 10 && y < -15) outline = meet(outline, -2.5 - cerebellum, 4);
  if (z < 10 && y > -50) outline = meet(outline, -ellipsoid(a, y + 10, z + 37, 18, 24, 25), 4);
  return meet(outline, fissure, 9);
}
