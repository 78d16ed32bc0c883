/** Where classes lie in a picture, and what they are in words. */

import type { Vec3 } from "../../core/volume";
import { t } from "../../text/text";

/** What the voxels of a class have in common, as far as it says. */
export interface ClassParts {
  /** A unit vector amid those it holds, along which intensity changes most; its sign means nothing. */
  readonly direction?: Vec3;
  /** Of `LEVELS`. */
  readonly strength?: number;
  readonly coherence?: number;
}

export interface ClassLayout {
  readonly columns: number;
  /** The class of each cell row by row; undefined where there is none. */
  readonly cells: readonly (number | undefined)[];
  /** Cells from one thicker line to the next, to the right and down. */
  readonly block: readonly [number, number];
  /** What the three axes of directions are called in pictures. */
  readonly axes: readonly [string, string, string];
  readonly parts: (index: number) => ClassParts;
  /** A class in one line. */
  readonly name: (index: number) => string;
  /** What is true of the voxels of a class, one line each: name and value. */
  readonly facts: (index: number) => readonly (readonly [string, string])[];
  /** How the classes are laid out, in words. */
  readonly note: () => string;
}

export const rowsOf = ({ cells, columns }: Pick<ClassLayout, "cells" | "columns">): number => cells.length / columns;

/** The classes that have a cell. */
export const classesOf = ({ cells }: Pick<ClassLayout, "cells">): number[] =>
  cells.filter((index) => index !== undefined);

/** Column and row of a class. */
export function cellOfClass({ cells, columns }: ClassLayout, index: number): readonly [number, number] {
  const cell = Math.max(0, cells.indexOf(index));
  return [cell % columns, Math.floor(cell / columns)];
}

/** The class at a column and row of the picture; both are clamped to it, and the last class stands for empty cells. */
export function classOfCell(layout: ClassLayout, column: number, row: number): number {
  const x = Math.min(layout.columns - 1, Math.max(0, Math.floor(column)));
  const y = Math.min(rowsOf(layout) - 1, Math.max(0, Math.floor(row)));
  return layout.cells[y * layout.columns + x] ?? (classesOf(layout).at(-1) as number);
}

/** The three bins of strength and of coherence, in words. */
export const levelWord = (level: number): string => [t("low"), t("middle"), t("high")][level] as string;
