/** The 576 classes in words and in a picture. Source: method §4.4, §4.5. */

import { BINS } from "../../core/method";

const [AZIMUTHS, ELEVATIONS, STRENGTHS, COHERENCES] = BINS;
const DEGREES = 180 / AZIMUTHS;
const LEVELS = ["low", "middle", "high"] as const;

/** Cells of the picture along each side: a block of 3×3 for each direction. */
export const CELLS = AZIMUTHS * STRENGTHS;

export interface ClassBins {
  readonly azimuth: number;
  readonly elevation: number;
  readonly strength: number;
  readonly coherence: number;
}

export function classBins(index: number): ClassBins {
  const coherence = index % COHERENCES;
  const strength = Math.floor(index / COHERENCES) % STRENGTHS;
  const elevation = Math.floor(index / (COHERENCES * STRENGTHS)) % ELEVATIONS;
  const azimuth = Math.floor(index / (COHERENCES * STRENGTHS * ELEVATIONS));
  return { azimuth, elevation, strength, coherence };
}

/**
 * Column and row of a class in the picture: blocks by azimuth to the right and elevation down, and in each block
 * strength to the right and coherence down.
 */
export function cellOfClass(index: number): readonly [number, number] {
  const { azimuth, elevation, strength, coherence } = classBins(index);
  return [azimuth * STRENGTHS + strength, elevation * COHERENCES + coherence];
}

/** The class at a column and row of the picture; both are clamped to it. */
export function classOfCell(column: number, row: number): number {
  const [x, y] = [column, row].map((cell) => Math.min(CELLS - 1, Math.max(0, Math.floor(cell)))) as [number, number];
  const direction = Math.floor(x / STRENGTHS) * ELEVATIONS + Math.floor(y / COHERENCES);
  return (direction * STRENGTHS + (x % STRENGTHS)) * COHERENCES + (y % COHERENCES);
}

const degrees = (bin: number) => `${bin * DEGREES}–${(bin + 1) * DEGREES}°`;

/** What is true of the voxels of a class, one line each: name and value. */
export function classFacts(index: number): readonly (readonly [string, string])[] {
  const { azimuth, elevation, strength, coherence } = classBins(index);
  return [
    ["Direction", `mostly along ${mainAxis(azimuth, elevation)}`],
    ["Azimuth", `${degrees(azimuth)} from x towards y`],
    ["Elevation", `${degrees(elevation)} from z`],
    ["Strength", LEVELS[strength] as string],
    ["Coherence", LEVELS[coherence] as string],
  ];
}

/** The same in one line. */
export function className(index: number): string {
  const { azimuth, elevation, strength, coherence } = classBins(index);
  return (
    `Class ${index}: azimuth ${degrees(azimuth)}, elevation ${degrees(elevation)}, ` +
    `${LEVELS[strength]} strength, ${LEVELS[coherence]} coherence`
  );
}

/** The grid axis nearest to the direction in the middle of the bins. */
function mainAxis(azimuth: number, elevation: number): string {
  const phi = ((azimuth + 0.5) * DEGREES * Math.PI) / 180;
  const theta = ((elevation + 0.5) * DEGREES * Math.PI) / 180;
  const along = [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)].map(Math.abs);
  return ["x", "y", "z"][along.indexOf(Math.max(...along))] as string;
}
