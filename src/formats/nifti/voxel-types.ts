/** The stored voxel types of NIfTI, and how their bytes become float32. */

type NumberArray =
  | Uint8Array
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array;

export interface VoxelType {
  readonly name: string;
  readonly bytes: number;
  readonly view: (buffer: ArrayBuffer) => NumberArray;
}

/** The readable types by their datatype code. */
export const VOXEL_TYPES: ReadonlyMap<number, VoxelType> = new Map([
  [2, { name: "uint8", bytes: 1, view: (buffer) => new Uint8Array(buffer) }],
  [4, { name: "int16", bytes: 2, view: (buffer) => new Int16Array(buffer) }],
  [8, { name: "int32", bytes: 4, view: (buffer) => new Int32Array(buffer) }],
  [16, { name: "float32", bytes: 4, view: (buffer) => new Float32Array(buffer) }],
  [64, { name: "float64", bytes: 8, view: (buffer) => new Float64Array(buffer) }],
  [256, { name: "int8", bytes: 1, view: (buffer) => new Int8Array(buffer) }],
  [512, { name: "uint16", bytes: 2, view: (buffer) => new Uint16Array(buffer) }],
  [768, { name: "uint32", bytes: 4, view: (buffer) => new Uint32Array(buffer) }],
  [1024, { name: "int64", bytes: 8, view: (buffer) => new BigInt64Array(buffer) }],
  [1280, { name: "uint64", bytes: 8, view: (buffer) => new BigUint64Array(buffer) }],
] satisfies [number, VoxelType][]);

/** The types that are known and refused, for the message. */
export const REFUSED_TYPES: ReadonlyMap<number, string> = new Map([
  [0, "unknown"],
  [1, "binary (1 bit)"],
  [32, "complex64"],
  [128, "RGB colour"],
  [1536, "float128"],
  [1792, "complex128"],
  [2048, "complex256"],
  [2304, "RGBA colour"],
]);

export interface DecodedVoxels {
  /** Voxels that are not finite numbers as float32; 0 was written for them. */
  readonly nonFinite: number;
  /** Voxels whose stored number float32 cannot hold exactly. */
  readonly rounded: number;
}

const CHUNK_VOXELS = 1 << 15;

/**
 * Converts stored voxels to `slope·stored + intercept`, computed in float64, as float32.
 *
 * `stored` holds `out.length` voxels of `type`. Chunks pass through aligned scratch arrays, so that neither the
 * alignment nor the byte order of the file matters to the loop, and the copies run at memory speed.
 */
export function decodeVoxels(
  stored: Uint8Array,
  type: VoxelType,
  littleEndian: boolean,
  [slope, intercept]: readonly [number, number],
  out: Float32Array,
): DecodedVoxels {
  const chunk = Math.min(CHUNK_VOXELS, out.length);
  const scratch = new Uint8Array(chunk * type.bytes);
  const typed = type.view(scratch.buffer);
  const values = new Float64Array(chunk);
  let nonFinite = 0;
  let rounded = 0;
  for (let start = 0; start < out.length; start += chunk) {
    const count = Math.min(chunk, out.length - start);
    scratch.set(stored.subarray(start * type.bytes, (start + count) * type.bytes));
    if (!littleEndian) {
      // Reversing the bytes swaps those of each voxel and the order of the voxels; the second step restores that.
      scratch.subarray(0, count * type.bytes).reverse();
      typed.subarray(0, count).reverse();
    }
    if (typed instanceof BigInt64Array || typed instanceof BigUint64Array) {
      for (let i = 0; i < count; i++) {
        const integer = typed[i] as bigint;
        const value = Number(integer);
        // Rounding to float64 that leaves a float32 would pass the loop below unseen.
        if (!Number.isSafeInteger(value) && BigInt(value) !== integer && Math.fround(value) === value) rounded++;
        values[i] = value;
      }
    } else {
      values.set(typed);
    }
    for (let i = 0; i < count; i++) {
      const raw = values[i] as number;
      const value = Math.fround(raw * slope + intercept);
      if (value - value !== 0) {
        out[start + i] = 0;
        nonFinite++;
        continue;
      }
      out[start + i] = value;
      if (Math.fround(raw) !== raw) rounded++;
    }
  }
  return { nonFinite, rounded };
}
