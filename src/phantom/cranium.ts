/** Everything outside the dura, in mm from the anterior commissure (RAS), mirrored: `a` is |x|. */

import type { RandomWaves } from "./noise";
import type { Painter } from "./painter";
import { blend, ellipsoid, meet, smoothstep, Tube, tube } from "./shapes";
import { TISSUE } from "./tissues";

const NOSE = new Tube(
  [
    [0, 78, -22, 6],
    [0, 88, -44, 8],
    [5, 88, -49, 8],
  ],
  14,
);
const NECK = new Tube(
  [
    [0, -36, -60, 54],
    [0, -40, -170, 54],
  ],
  60,
);
const ORBIT = tube([32, 48, -32, 15], [17, 24, -24, 5]);
const OPTIC_NERVE = tube([32, 38, -32, 2], [14, 22, -22, 2]);
const RECTI = [
  [42, 45, -32],
  [22, 45, -32],
  [32, 45, -21],
  [32, 45, -43],
].map(([a = 0, y = 0, z = 0]) => tube([a, y, z, 1.3], [a * 0.5 + 12, 37, z * 0.8 - 6, 2], [17, 26, -24, 1.2]));
const PHARYNX = tube([0, 14, -48, 7], [0, 4, -66, 7], [0, -2, -110, 6], [0, -4, -160, 7]);
const SPINE = tube([0, -16, -62, 10], [0, -22, -84, 11], [0, -25, -160, 12]);
const CORD = tube([0, -33, -56, 12], [0, -40, -78, 9], [0, -44, -150, 9]);

/** Thickness of the skull in mm: thin at the temples and the base, thick behind. */
function skullThickness(a: number, y: number, z: number): number {
  const temple = smoothstep(40, 62, a) * smoothstep(20, -8, z);
  const back = smoothstep(-60, -95, y);
  return 6.2 + 1.6 * back - 2.6 * temple - 1.5 * smoothstep(-5, -25, z);
}

/** Depth in the whole head. */
function headOutline(a: number, y: number, z: number, dura: number): number {
  const temple = smoothstep(35, 60, a) * smoothstep(35, 0, z);
  const vault = dura + 12 + 2.5 * temple;
  // Neck and face are out of reach from higher up.
  if (z > 44) return vault;
  const face = ellipsoid(a, y - 28, z + 62, 62, 56, 66);
  const skin = blend(blend(vault, face, 22), NECK.depth(a, y, z), 40);
  if (z > 4) return skin;
  return blend(blend(skin, NOSE.depth(a, y, z), 10), ellipsoid(a - 32, y - 49, z + 32, 14.5, 14.5, 14.5), 3);
}

/**
 * Paints air, skin, fat, muscle, bone and the face over air, `dura` mm under the dura, and fluid inside it. `field` is
 * a smooth texture that breaks up muscle and marrow.
 */
export function paintCranium(
  painter: Painter,
  dura: number,
  field: RandomWaves,
  side: number,
  a: number,
  y: number,
  z: number,
): void {
  if (dura > painter.edge) {
    painter.coverage(dura);
    painter.value = TISSUE.csf;
    return;
  }
  const head = headOutline(a, y, z, dura);
  painter.solid(head, TISSUE.skin);
  if (head < -painter.edge) return;
  const texture = field.held(side * a, y, z);
  const thickness = skullThickness(a, y, z);
  painter.solid(head - 1.8, TISSUE.fat);
  const fat = 5 + 2 * smoothstep(-20, -70, z) + 0.8 * texture;
  painter.solid(head - fat, TISSUE.muscle + 25 * texture);
  const bone = dura + thickness;
  if (z < 20) paintFace(painter, texture, head, a, y, z);
  painter.solid(bone, TISSUE.bone);
  const half = thickness / 2;
  painter.solid(half - 1.5 + 0.3 * texture - Math.abs(dura + half), TISSUE.diploe + 40 * texture);
  if (z < 4) paintSinuses(painter, dura, head, a, y, z);
  painter.solid(dura, TISSUE.csf);
}

function paintFace(painter: Painter, texture: number, head: number, a: number, y: number, z: number) {
  if (y > 0 && head > 4) {
    // Fat between the muscles of the face.
    painter.mix(TISSUE.fat, 0.8 * smoothstep(0.5, 1.1, texture) * smoothstep(4, 8, head) * smoothstep(0, 25, y));
    const maxilla = meet(ellipsoid(a, y - 42, z + 60, 38, 34, 30) + 1.2 * texture, head - 7, 4);
    painter.solid(maxilla, TISSUE.bone);
    painter.solid(maxilla - 2.5, TISSUE.diploe - 60 + 60 * texture);
  }
  const orbit = ORBIT.depth(a, y, z);
  painter.solid(meet(orbit + 2, 44 - y, 1), TISSUE.bone);
  painter.solid(Math.min(orbit, head - 2.5), TISSUE.fat);
  if (orbit > -4) {
    for (const muscle of RECTI) painter.solid(muscle.depth(a, y, z), TISSUE.muscle + 60);
    painter.solid(OPTIC_NERVE.depth(a, y, z), TISSUE.brainstem - 60);
    const globe = ellipsoid(a - 32, y - 49, z + 32, 12, 12, 12);
    painter.solid(globe, TISSUE.muscle);
    painter.solid(globe - 1.2, TISSUE.vitreous);
    painter.solid(meet(globe - 1.2, ellipsoid(a - 32, y - 58, z + 32, 4.6, 2, 4.6), 0.2), TISSUE.muscle + 90);
  }
  if (z < -50) {
    const disc = Math.abs((((z + 1000) / 17) % 1) - 0.5) * 17;
    const body = meet(SPINE.depth(a, y, z), 7.2 - disc, 1.5);
    const canal = CORD.depth(a, y, z);
    const arch = meet(canal + 5, -50 - z, 2);
    painter.solid(arch, TISSUE.bone);
    painter.solid(arch - 1.5, TISSUE.diploe);
    painter.solid(SPINE.depth(a, y, z), TISSUE.muscle - 110);
    painter.solid(body, TISSUE.bone);
    painter.solid(body - 1.2, TISSUE.diploe + 40 * texture);
    painter.solid(canal, TISSUE.csf);
  }
}

function paintSinuses(painter: Painter, dura: number, head: number, a: number, y: number, z: number): void {
  if (y < -20 || a > 44) return;
  const outside = Math.min(-dura - 1.2, head - 5);
  const nasal = ellipsoid(a, y - 42, z + 44, 14, 33, 17);
  if (nasal > -2) {
    painter.solid(nasal, TISSUE.skin - 60);
    // Air passages between the septum and three shelves of mucosa.
    const shelf = Math.abs((((z + 1000 + 0.4 * a) / 9) % 1) - 0.5) * 9;
    painter.solid(Math.min(nasal - 1.5, a - 1.2, Math.max(shelf - 2.2, 3.2 - a)), TISSUE.air);
  }
  painter.solid(Math.min(ellipsoid(a - 25, y - 46, z + 55, 11, 15, 13), outside), TISSUE.air);
  painter.solid(Math.min(ellipsoid(a - 7, y - 20, z + 31, 6.3, 10, 8), outside), TISSUE.air);
  painter.solid(Math.min(ellipsoid(a - 9, y - 72, z + 4, 8, 5, 9), outside), TISSUE.air);
  painter.solid(PHARYNX.depth(a, y, z), TISSUE.air);
}
