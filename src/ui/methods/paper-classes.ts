/** The 576 classes of the paper's method in words and in a picture. Source: method §4.4, §4.5. */

import { AXIS_NAMES } from "../../core/volume";
import { BINS } from "../../methods/paper/classes";
import { type ClassLayout, LEVELS } from "./class-layout";

const [AZIMUTHS, ELEVATIONS, STRENGTHS, COHERENCES] = BINS;
const DEGREES = 180 / AZIMUTHS;
/** Cells of the picture to the right: a block of 3×3 for each direction. */
const COLUMNS = AZIMUTHS * STRENGTHS;
const ROWS = ELEVATIONS * COHERENCES;

interface ClassBins {
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

/** Blocks by azimuth to the right and elevation down, and in each block strength to the right and coherence down. */
export const PAPER_LAYOUT: ClassLayout = {
  columns: COLUMNS,
  cells: Array.from({ length: COLUMNS * ROWS }, (_, cell) => {
    const [x, y] = [cell % COLUMNS, Math.floor(cell / COLUMNS)];
    const direction = Math.floor(x / STRENGTHS) * ELEVATIONS + Math.floor(y / COHERENCES);
    return (direction * STRENGTHS + (x % STRENGTHS)) * COHERENCES + (y % COHERENCES);
  }),
  block: [STRENGTHS, COHERENCES],
  name: className,
  facts: classFacts,
  note: "Blocks: azimuth to the right, elevation down, 22.5° each. In a block: strength to the right, coherence down.",
};

const degrees = (bin: number) => `${bin * DEGREES}–${(bin + 1) * DEGREES}°`;

function classFacts(index: number): readonly (readonly [string, string])[] {
  const { azimuth, elevation, strength, coherence } = classBins(index);
  return [
    ["Direction", `mostly along ${mainAxis(azimuth, elevation)}`],
    ["Azimuth", `${degrees(azimuth)} from x towards y`],
    ["Elevation", `${degrees(elevation)} from z`],
    ["Strength", LEVELS[strength] as string],
    ["Coherence", LEVELS[coherence] as string],
  ];
}

function className(index: number): string {
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
  return AXIS_NAMES[along.indexOf(Math.max(...along))] as string;
}
