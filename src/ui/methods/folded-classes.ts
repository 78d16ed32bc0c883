/** The classes of folded banks in words, in a picture and in numbers. Source: folded §2, §3, §4. */

import { AXIS_NAMES, type Factor, type Vec3 } from "../../core/volume";
import {
  CENTRES,
  type ClassScheme,
  type Exchange,
  LEVELS as LEVEL_STEPS,
  phaseKinds,
} from "../../methods/folded/folding";
import { t } from "../../text/text";
import { type ClassLayout, levelWord } from "./class-layout";
import { unit } from "./directions";

/** What the class numbers depend on. */
interface Folding {
  readonly factor: Factor;
  readonly exchange: Exchange;
  readonly classes?: ClassScheme;
}

const SHAPES = 3 * 4 * 4;
/** Width of the picture of the structure classes relative to its height, about. */
const WIDER_THAN_HIGH = 1.6;

export function structureBins(index: number) {
  const shape = Math.floor(index / 9);
  return {
    kind: Math.floor(shape / SHAPES),
    dominant: Math.floor(shape / 16) % 3,
    signs: Math.floor(shape / 4) % 4,
    ratios: shape % 4,
    strength: Math.floor(index / 3) % 3,
    coherence: index % 3,
  };
}

export function levelBins(index: number) {
  return {
    kind: Math.floor(index / (4 * LEVEL_STEPS)),
    signs: Math.floor(index / LEVEL_STEPS) % 4,
    level: index % LEVEL_STEPS,
  };
}

/** Width and height of a block of centres. */
const CENTRE_SIDE = Math.sqrt(CENTRES);

export function centreBins(index: number) {
  return {
    kind: Math.floor(index / (4 * CENTRES)),
    signs: Math.floor(index / CENTRES) % 4,
    centre: index % CENTRES,
  };
}

/** A block of strength to the right and coherence down for each position and direction that has rows. */
export function structureLayout(folding: Folding, rows: ArrayLike<number>): ClassLayout {
  // In the order of the numbers, but the signs last: at 2× they lie to the right then, and the ratios down.
  const order = (shape: number) => {
    const { kind, dominant, signs, ratios } = structureBins(9 * shape);
    return ((kind * 3 + dominant) * 4 + ratios) * 4 + signs;
  };
  const shapes = [...new Set(filledClasses(rows).map((index) => Math.floor(index / 9)))];
  shapes.sort((a, b) => order(a) - order(b));
  const across = 4 * Math.max(1, Math.round(Math.sqrt(WIDER_THAN_HIGH * shapes.length) / 4));
  const columns = 3 * across;
  const cells = Array.from({ length: columns * 3 * Math.ceil(shapes.length / across) }, (_, cell) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    const shape = shapes[Math.floor(y / 3) * across + Math.floor(x / 3)];
    return shape === undefined ? undefined : 9 * shape + 3 * (x % 3) + (y % 3);
  });
  return {
    columns,
    cells,
    block: [3, 3],
    axes: AXIS_NUMBERS,
    parts: (index) => {
      const { dominant, signs, ratios, strength, coherence } = structureBins(index);
      return { direction: directionOf(dominant, signs, ratios), strength, coherence };
    },
    name: (index) => {
      const { kind, dominant, signs, ratios, strength, coherence } = structureBins(index);
      const [second, third] = lesserAxes(dominant);
      const said = t(
        "Class {index}: mostly along the {axis} axis, {first} along the {firstAxis}, {second} along the {secondAxis}, {strength} strength, {coherence} coherence",
        {
          index,
          axis: ordinal(dominant),
          first: sizeOf(signs, ratios, 0),
          firstAxis: ordinal(second),
          second: sizeOf(signs, ratios, 1),
          secondAxis: ordinal(third),
          strength: levelWord(strength),
          coherence: levelWord(coherence),
        },
      );
      return said + suffix(folding, kind);
    },
    facts: (index) => {
      const { kind, dominant, signs, ratios, strength, coherence } = structureBins(index);
      return [
        ...phaseFacts(folding, kind),
        [t("Direction"), t("mostly along the {axis} axis", { axis: ordinal(dominant) })],
        ...lesserAxes(dominant).map(
          (axis, i) => [t("{axis} axis", { axis: ordinal(axis) }), sizeOf(signs, ratios, i)] as const,
        ),
        [t("Strength"), levelWord(strength)],
        [t("Coherence"), levelWord(coherence)],
      ];
    },
    note: () =>
      hasKinds(folding)
        ? t(
            "Blocks, as one reads: phase, slant and signs of the direction. In a block: strength to the right, coherence down.",
          )
        : t(
            "Blocks, as one reads: slant and signs of the direction. In a block: strength to the right, coherence down.",
          ),
  };
}

/** The second classes of a voxel. */
export const secondLayout = (folding: Folding, rows: ArrayLike<number>): ClassLayout =>
  (folding.classes ?? "level") === "level" ? levelLayout(folding, rows) : centreLayout(folding, rows);

/** A block of centres for each pair of signs to the right, phase kinds down. */
function centreLayout(folding: Folding, rows: ArrayLike<number>): ClassLayout {
  const kinds = ascending(filledClasses(rows).map((index) => centreBins(index).kind));
  const columns = 4 * CENTRE_SIDE;
  return {
    columns,
    cells: kinds.flatMap((kind) =>
      Array.from({ length: 4 * CENTRES }, (_, cell) => {
        const [x, y] = [cell % columns, Math.floor(cell / columns)];
        return (kind * 4 + Math.floor(x / CENTRE_SIDE)) * CENTRES + CENTRE_SIDE * y + (x % CENTRE_SIDE);
      }),
    ),
    block: [CENTRE_SIDE, CENTRE_SIDE],
    axes: AXIS_NUMBERS,
    parts: () => ({}),
    name: (index) => {
      const { kind, signs, centre } = centreBins(index);
      const said = t("Class {index}: nearest to centre {centre} of {centres}, lesser components {signs}", {
        index,
        centre: centre + 1,
        centres: CENTRES,
        signs: signPair(signs),
      });
      return said + suffix(folding, kind);
    },
    facts: (index) => {
      const { kind, signs, centre } = centreBins(index);
      return [
        ...phaseFacts(folding, kind),
        [t("Nearest centre"), t("{centre} of {centres}", { centre: centre + 1, centres: CENTRES })],
        [t("Direction"), t("lesser components {signs}", { signs: signPair(signs) })],
      ];
    },
    note: () =>
      hasKinds(folding)
        ? t("A block of centres for each pair of signs of the direction, phase down.")
        : t("A block of centres for each pair of signs of the direction."),
  };
}

/** Levels to the right, phase kinds and signs down. */
export function levelLayout(folding: Folding, rows: ArrayLike<number>): ClassLayout {
  const down = ascending(filledClasses(rows).map((index) => Math.floor(index / LEVEL_STEPS)));
  const range = (level: number) => `${(100 * level) / LEVEL_STEPS}–${(100 * (level + 1)) / LEVEL_STEPS} %`;
  return {
    columns: LEVEL_STEPS,
    cells: down.flatMap((row) => Array.from({ length: LEVEL_STEPS }, (_, level) => row * LEVEL_STEPS + level)),
    block: [LEVEL_STEPS, down.length],
    axes: AXIS_NUMBERS,
    parts: () => ({}),
    name: (index) => {
      const { kind, signs, level } = levelBins(index);
      const said = t("Class {index}: {range} of its neighbours’ range, lesser components {signs}", {
        index,
        range: range(level),
        signs: signPair(signs),
      });
      return said + suffix(folding, kind);
    },
    facts: (index) => {
      const { kind, signs, level } = levelBins(index);
      return [
        ...phaseFacts(folding, kind),
        [t("Level"), t("{range} of its neighbours’ range", { range: range(level) })],
        [t("Direction"), t("lesser components {signs}", { signs: signPair(signs) })],
      ];
    },
    note: () =>
      hasKinds(folding)
        ? t("Level among the neighbours to the right, phase and signs of the direction down.")
        : t("Level among the neighbours to the right, signs of the direction down."),
  };
}

/** Where the voxels of a phase kind lie, or undefined where there is but one kind. */
export function phaseText({ factor, exchange }: Folding, kind: number): string | undefined {
  const { strides, count } = phaseKinds(factor, exchange);
  if (count === 1) return undefined;
  // Axes that may be exchanged have one stride, and the kind counts how many of them are far.
  const sets = [...new Set(strides)].filter((stride) => stride > 0);
  const parts = sets.map((stride) => {
    const axes = AXIS_NAMES.filter((_, axis) => strides[axis] === stride);
    const far = Math.floor(kind / stride) % (axes.length + 1);
    if (axes.length > 1) return t("far along {count} of {axes}", { count: far, axes: axes.join(", ") });
    const axis = String(axes);
    return far ? t("far along {axis}", { axis }) : t("near along {axis}", { axis });
  });
  return parts.join(", ");
}

/** Classes with rows, how many of them have fewer than pull them towards another filter, and these ones' share of all rows. */
export function countFewRows(rows: ArrayLike<number>, shrinkRows: number) {
  const filled = filledClasses(rows).map((index) => rows[index] as number);
  const few = filled.filter((count) => count < shrinkRows);
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  return { filled: filled.length, few: few.length, share: sum(few) / Math.max(1, sum(filled)) };
}

const filledClasses = (rows: ArrayLike<number>) => [...Array(rows.length).keys()].filter((index) => rows[index] !== 0);
const ascending = (values: readonly number[]) => [...new Set(values)].sort((a, b) => a - b);
const lesserAxes = (dominant: number) => ([0, 1, 2] as const).filter((axis) => axis !== dominant);
const hasKinds = ({ factor, exchange }: Folding) => phaseKinds(factor, exchange).count > 1;

/** Amid the directions of a shape: components under half of the largest are taken as a quarter, others as three. */
function directionOf(dominant: number, signs: number, ratios: number): Vec3 {
  const direction: [number, number, number] = [1, 1, 1];
  for (const [i, axis] of lesserAxes(dominant).entries()) {
    const bit = 1 - i;
    direction[axis] = ((signs >> bit) & 1 ? -1 : 1) * ((ratios >> bit) & 1 ? 0.75 : 0.25);
  }
  return unit(direction);
}

/** The canonical axes, which are the scan's in an order and with signs of their own, in pictures and in words. */
const AXIS_NUMBERS = ["1", "2", "3"] as const;
const ordinal = (axis: number | undefined): string => [t("1st"), t("2nd"), t("3rd")][axis ?? 0] as string;

/** The first or second lesser component of the direction beside the largest. */
function sizeOf(signs: number, ratios: number, which: number): string {
  const bit = 1 - which;
  const sign = (signs >> bit) & 1 ? "−" : "+";
  return (ratios >> bit) & 1 ? t("{sign} half or more", { sign }) : t("{sign} under half", { sign });
}

const signPair = (signs: number) => [1, 0].map((bit) => ((signs >> bit) & 1 ? "−" : "+")).join(" ");

function phaseFacts(folding: Folding, kind: number): readonly (readonly [string, string])[] {
  const text = phaseText(folding, kind);
  return text === undefined ? [] : [[t("Phase"), text]];
}

function suffix(folding: Folding, kind: number): string {
  const text = phaseText(folding, kind);
  return text === undefined ? "" : `, ${text}`;
}
