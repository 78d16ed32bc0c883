/**
 * A class's sums as the accumulation kernel leaves them: the Gram matrix of rows [patch, target], which holds Q, V and b²
 * at once, as the tiles of 64×64 of its upper triangle. Source: method §6.
 */

export const TILE = 64;

/** Layout for patches of `taps` voxels: the target is column `taps`, the rest up to `columns` are zero. */
export interface GramLayout {
  readonly taps: number;
  readonly tiles: number;
  /** Tiles on and above the diagonal. */
  readonly pairs: number;
  readonly columns: number;
  /** Floats of one class. */
  readonly floats: number;
}

export function gramLayout(taps: number): GramLayout {
  const tiles = Math.ceil((taps + 1) / TILE);
  const pairs = (tiles * (tiles + 1)) / 2;
  return { taps, tiles, pairs, columns: tiles * TILE, floats: pairs * TILE * TILE };
}

/** Offset of tile (row, column), row ≤ column. */
function tileOffset({ tiles }: GramLayout, row: number, column: number): number {
  return (row * tiles - (row * (row - 1)) / 2 + column - row) * TILE * TILE;
}

/** Element (i, j) of a class's sums. */
export function gramElement(layout: GramLayout, gram: ArrayLike<number>, i: number, j: number): number {
  const [low, high] = i < j ? [i, j] : [j, i];
  const tile = tileOffset(layout, Math.floor(low / TILE), Math.floor(high / TILE));
  return gram[tile + (low % TILE) * TILE + (high % TILE)] as number;
}

/** Sets element (i, j), i ≤ j. */
export function setGram(
  layout: GramLayout,
  gram: Float32Array | Float64Array,
  i: number,
  j: number,
  value: number,
): void {
  const [row, column] = [Math.floor(i / TILE), Math.floor(j / TILE)];
  const tile = tileOffset(layout, row, column);
  gram[tile + (i % TILE) * TILE + (j % TILE)] = value;
  // Diagonal tiles hold both halves.
  if (row === column) gram[tile + (j % TILE) * TILE + (i % TILE)] = value;
}

/** Σ Q(i, i). */
export function gramTrace(layout: GramLayout, gram: ArrayLike<number>): number {
  let trace = 0;
  for (let i = 0; i < layout.taps; i++) trace += gramElement(layout, gram, i, i);
  return trace;
}

/** V: the sums of patch times target. */
export function gramRightSide(layout: GramLayout, gram: ArrayLike<number>): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: layout.taps }, (_, i) => gramElement(layout, gram, i, layout.taps));
}

/**
 * Q as a dense symmetric matrix, rows of `stride` floats: `scale·gram + addScale·add`, `ridge` on the diagonal.
 * Written into `out` from `offset` on.
 */
export function expandGram(
  layout: GramLayout,
  terms: { gram: Float32Array | Float64Array; scale: number; add: Float64Array; addScale: number; ridge: number },
  out: Float32Array | Float64Array,
  offset: number,
  stride: number,
): void {
  const { taps, tiles } = layout;
  const { gram, scale, add, addScale, ridge } = terms;
  let at = 0;
  for (let row = 0; row < tiles; row++) {
    for (let column = row; column < tiles; column++) {
      for (let i = row * TILE; i < (row + 1) * TILE; i++) {
        for (let j = column * TILE; j < (column + 1) * TILE; j++, at++) {
          if (i >= taps || j >= taps) continue;
          const value = scale * (gram[at] as number) + addScale * (add[at] as number) + (i === j ? ridge : 0);
          out[offset + i * stride + j] = value;
          out[offset + j * stride + i] = value;
        }
      }
    }
  }
}

/** wᵀQw - 2wᵀV + Σb²: the squared error of a filter over the rows. */
export function gramError(layout: GramLayout, gram: ArrayLike<number>, filter: ArrayLike<number>): number {
  const { taps, tiles } = layout;
  const w = (i: number) => (i < taps ? (filter[i] as number) : i === taps ? -1 : 0);
  let error = 0;
  let at = 0;
  for (let row = 0; row < tiles; row++) {
    for (let column = row; column < tiles; column++) {
      // Tiles above the diagonal stand for their mirror images too.
      const weight = row === column ? 1 : 2;
      for (let i = row * TILE; i < (row + 1) * TILE; i++) {
        let sum = 0;
        for (let j = column * TILE; j < (column + 1) * TILE; j++, at++) sum += (gram[at] as number) * w(j);
        error += weight * w(i) * sum;
      }
    }
  }
  return Math.max(0, error);
}

/** Q's upper triangle, row by row: taps·(taps + 1)/2. */
export function gramTriangle(layout: GramLayout, gram: Float32Array): Float32Array<ArrayBuffer> {
  const { taps } = layout;
  const triangle = new Float32Array((taps * (taps + 1)) / 2);
  let at = 0;
  for (let i = 0; i < taps; i++) for (let j = i; j < taps; j++) triangle[at++] = gramElement(layout, gram, i, j);
  return triangle;
}

/** The sums of a class from their parts: the inverse of `gramTriangle`, `gramRightSide` and b². */
export function setTriangle(
  layout: GramLayout,
  triangle: Float32Array,
  v: Float64Array,
  b2: number,
): Float32Array<ArrayBuffer> {
  const { taps } = layout;
  const gram = new Float32Array(layout.floats);
  const set = (i: number, j: number, value: number) => setGram(layout, gram, i, j, value);
  let at = 0;
  for (let i = 0; i < taps; i++) {
    for (let j = i; j < taps; j++) set(i, j, triangle[at++] as number);
    set(i, taps, v[i] as number);
  }
  set(taps, taps, b2);
  return gram;
}
