/** The types of stored voxels, and how their bytes become float32. */

import { type Notice, notice } from "../core/notice";

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
  /** Of a voxel. */
  readonly bytes: number;
  /** Numbers that a voxel is made of: 1; 2 are a complex number, 3 a colour, 4 a colour and its opacity. */
  readonly samples: 1 | 2 | 3 | 4;
  readonly view: (buffer: ArrayBuffer) => NumberArray;
}

export const VOXEL_TYPES = {
  uint8: { name: "uint8", bytes: 1, samples: 1, view: (buffer) => new Uint8Array(buffer) },
  int8: { name: "int8", bytes: 1, samples: 1, view: (buffer) => new Int8Array(buffer) },
  int16: { name: "int16", bytes: 2, samples: 1, view: (buffer) => new Int16Array(buffer) },
  uint16: { name: "uint16", bytes: 2, samples: 1, view: (buffer) => new Uint16Array(buffer) },
  int32: { name: "int32", bytes: 4, samples: 1, view: (buffer) => new Int32Array(buffer) },
  uint32: { name: "uint32", bytes: 4, samples: 1, view: (buffer) => new Uint32Array(buffer) },
  int64: { name: "int64", bytes: 8, samples: 1, view: (buffer) => new BigInt64Array(buffer) },
  uint64: { name: "uint64", bytes: 8, samples: 1, view: (buffer) => new BigUint64Array(buffer) },
  float32: { name: "float32", bytes: 4, samples: 1, view: (buffer) => new Float32Array(buffer) },
  float64: { name: "float64", bytes: 8, samples: 1, view: (buffer) => new Float64Array(buffer) },
  complex64: { name: "complex64", bytes: 8, samples: 2, view: (buffer) => new Float32Array(buffer) },
  complex128: { name: "complex128", bytes: 16, samples: 2, view: (buffer) => new Float64Array(buffer) },
  rgb: { name: "RGB", bytes: 3, samples: 3, view: (buffer) => new Uint8Array(buffer) },
  rgba: { name: "RGBA", bytes: 4, samples: 4, view: (buffer) => new Uint8Array(buffer) },
} as const satisfies Readonly<Record<string, VoxelType>>;

/** True where the order of bytes matters. */
export function hasByteOrder({ bytes, samples }: VoxelType): boolean {
  return bytes > samples;
}

/** What is shown of voxels that are no single numbers. */
export function noticesOf({ name, samples }: VoxelType): readonly Notice[] {
  if (samples === 1) return [];
  if (samples === 2) {
    return [notice("W_COMPLEX", "The voxels are complex numbers: their magnitude is shown and processed.")];
  }
  const text = `The voxels are colours (${name}): their luminance (ITU-R BT.601) is shown and processed.`;
  return [notice("W_COLOR", text)];
}

export interface VoxelDecoder {
  /** Takes the next stored bytes. */
  take(piece: Uint8Array): void;
  /** Voxels so far whose stored number float32 cannot hold exactly; magnitudes and luminances are not counted. */
  readonly rounded: number;
}

const CHUNK_VOXELS = 1 << 15;

/**
 * Converts stored voxels to `slope·stored + intercept`, computed in float64, as float32; NaN for what is no finite number
 * as that. Of complex numbers it is the magnitude, both parts scaled; of colours the luminance, never scaled (as nifti1.h
 * has it).
 *
 * It is given `out.length` voxels of `type`, in pieces of any length. Chunks pass through aligned scratch arrays, so that
 * neither the alignment nor the byte order of the file matters to the loop, and the copies run at memory speed.
 */
export function voxelDecoder(
  type: VoxelType,
  littleEndian: boolean,
  scaling: readonly [number, number],
  out: Float32Array,
): VoxelDecoder {
  const { bytes, samples } = type;
  const chunk = Math.min(CHUNK_VOXELS, out.length);
  const scratch = new Uint8Array(chunk * bytes);
  const typed = type.view(scratch.buffer);
  const values = new Float64Array(chunk * samples);
  const [slope, intercept] = samples === 1 ? scaling : [1, 0];
  let rounded = 0;
  /** Voxels decoded, and bytes in `scratch`. */
  let [start, filled] = [0, 0];

  function decode(count: number): void {
    if (!littleEndian) {
      // Reversing the bytes swaps those of each number and the order of the numbers; the second step restores that.
      scratch.subarray(0, count * bytes).reverse();
      typed.subarray(0, count * samples).reverse();
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
    if (samples === 2) toMagnitudes(values, count, scaling);
    if (samples > 2) toLuminances(values, count, samples);
    for (let i = 0; i < count; i++) {
      const raw = values[i] as number;
      const value = Math.fround(raw * slope + intercept);
      if (value - value !== 0) {
        out[start + i] = Number.NaN;
        continue;
      }
      out[start + i] = value;
      if (Math.fround(raw) !== raw && samples === 1) rounded++;
    }
    start += count;
  }

  return {
    take(piece) {
      for (let at = 0; at < piece.length; ) {
        const wanted = Math.min(chunk, out.length - start) * bytes;
        const part = piece.subarray(at, at + wanted - filled);
        scratch.set(part, filled);
        at += part.length;
        filled += part.length;
        if (filled < wanted) return;
        decode(wanted / bytes);
        filled = 0;
      }
    },
    get rounded() {
      return rounded;
    },
  };
}

function toMagnitudes(values: Float64Array, count: number, [slope, intercept]: readonly [number, number]): void {
  for (let i = 0; i < count; i++) {
    const re = (values[2 * i] as number) * slope + intercept;
    const im = (values[2 * i + 1] as number) * slope + intercept;
    values[i] = Math.sqrt(re * re + im * im);
  }
}

/** Of red, green and blue in the luminance. Source: ITU-R BT.601, section 2.5.1. */
export const LUMA_WEIGHTS = [0.299, 0.587, 0.114] as const;

function toLuminances(values: Float64Array, count: number, samples: number): void {
  for (let i = 0; i < count; i++) {
    const at = samples * i;
    const [r, g, b] = [values[at] as number, values[at + 1] as number, values[at + 2] as number];
    values[i] = LUMA_WEIGHTS[0] * r + LUMA_WEIGHTS[1] * g + LUMA_WEIGHTS[2] * b;
  }
}
