/** Where classes lie in a picture, and what they are in words. */

export interface ClassLayout {
  readonly columns: number;
  /** The class of each cell row by row; undefined where there is none. */
  readonly cells: readonly (number | undefined)[];
  /** Cells from one thicker line to the next, to the right and down. */
  readonly block: readonly [number, number];
  /** A class in one line. */
  readonly name: (index: number) => string;
  /** What is true of the voxels of a class, one line each: name and value. */
  readonly facts: (index: number) => readonly (readonly [string, string])[];
  /** How the classes are laid out, in words. */
  readonly note: string;
}

export const rowsOf = ({ cells, columns }: ClassLayout): number => cells.length / columns;

/** The classes that have a cell. */
export const classesOf = ({ cells }: ClassLayout): number[] => cells.filter((index) => index !== undefined);

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

/** The three bins of strength and of coherence. */
export const LEVELS = ["low", "middle", "high"] as const;
