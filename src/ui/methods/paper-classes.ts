/** The 576 classes of the paper's method in words and in a picture. Source: method §4.4, §4.5. */

import { AXIS_NAMES, type Vec3 } from "../../core/volume";
import { BINS } from "../../methods/paper/classes";
import { t } from "../../text/text";
import { type ClassLayout, levelWord } from "./class-layout";

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
  axes: ["x", "y", "z"],
  parts: (index) => {
    const { strength, coherence } = classBins(index);
    return { direction: directionOf(index), strength, coherence };
  },
  name: className,
  facts: classFacts,
  note: () =>
    t("Blocks: azimuth to the right, elevation down, 22.5° each. In a block: strength to the right, coherence down."),
};

const degrees = (bin: number) => `${bin * DEGREES}–${(bin + 1) * DEGREES}°`;

function classFacts(index: number): readonly (readonly [string, string])[] {
  const { azimuth, elevation, strength, coherence } = classBins(index);
  return [
    [t("Direction"), t("mostly along {axis}", { axis: mainAxis(directionOf(index)) })],
    [t("Azimuth"), t("{degrees} from x towards y", { degrees: degrees(azimuth) })],
    [t("Elevation"), t("{degrees} from z", { degrees: degrees(elevation) })],
    [t("Strength"), levelWord(strength)],
    [t("Coherence"), levelWord(coherence)],
  ];
}

function className(index: number): string {
  const { azimuth, elevation, strength, coherence } = classBins(index);
  return t("Class {index}: azimuth {azimuth}, elevation {elevation}, {strength} strength, {coherence} coherence", {
    index,
    azimuth: degrees(azimuth),
    elevation: degrees(elevation),
    strength: levelWord(strength),
    coherence: levelWord(coherence),
  });
}

/** In the middle of the bins. */
function directionOf(index: number): Vec3 {
  const { azimuth, elevation } = classBins(index);
  const phi = ((azimuth + 0.5) * DEGREES * Math.PI) / 180;
  const theta = ((elevation + 0.5) * DEGREES * Math.PI) / 180;
  return [Math.sin(theta) * Math.cos(phi), Math.sin(theta) * Math.sin(phi), Math.cos(theta)];
}

/** The grid axis nearest to a direction. */
function mainAxis(direction: Vec3): string {
  const along = direction.map(Math.abs);
  return AXIS_NAMES[along.indexOf(Math.max(...along))] as string;
}
