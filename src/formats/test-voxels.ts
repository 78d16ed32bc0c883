/** Stored voxels made to order for tests. */

type Value = number | bigint;
type Put = (view: DataView, at: number, value: Value, littleEndian: boolean) => void;

const number = (method: keyof DataView): Put => {
  return (view, at, value, littleEndian) =>
    (view[method] as (at: number, value: number, littleEndian: boolean) => void)(at, Number(value), littleEndian);
};
const bigint = (method: "setBigInt64" | "setBigUint64"): Put => {
  return (view, at, value, littleEndian) => view[method](at, BigInt(value), littleEndian);
};

/** Bytes of a number, and how it is stored. */
const STORED: Readonly<Record<string, readonly [bytes: number, put: Put]>> = {
  uint8: [1, number("setUint8")],
  int8: [1, number("setInt8")],
  int16: [2, number("setInt16")],
  uint16: [2, number("setUint16")],
  int32: [4, number("setInt32")],
  uint32: [4, number("setUint32")],
  int64: [8, bigint("setBigInt64")],
  uint64: [8, bigint("setBigUint64")],
  float32: [4, number("setFloat32")],
  float64: [8, number("setFloat64")],
};

export const SCALAR_TYPES = Object.keys(STORED);

export const bytesOfType = (type: string) => (STORED[type] as (typeof STORED)[string])[0];

export function storedBytes(values: readonly Value[], type: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const [size, put] = STORED[type] as (typeof STORED)[string];
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) put(view, i * size, value, littleEndian);
  return bytes;
}

/** Values at the limits of a type, all of them ones that float32 holds. */
export const EXTREME_VALUES: Readonly<Record<string, readonly Value[]>> = {
  uint8: [0, 1, 127, 128, 254, 255],
  int8: [-128, -1, 0, 1, 5, 127],
  int16: [-32768, -1, 0, 1, 258, 32767],
  uint16: [0, 1, 258, 32767, 32768, 65535],
  int32: [-(2 ** 31), -1, 0, 66051, 2 ** 24, 2 ** 30],
  uint32: [0, 1, 66051, 2 ** 31, 2 ** 31 + 256, 2 ** 32 - 256],
  float32: [-1.5, 0, 2 ** -140, Math.fround(0.1), 2 ** 100, -65504],
  float64: [-1.5, 0, 2 ** -140, Math.fround(0.1), 2 ** 100, -65504],
  int64: [-(2n ** 63n), -1n, 0n, 66051n, 2n ** 53n, 2n ** 62n],
  uint64: [0n, 1n, 66051n, 2n ** 53n, 2n ** 62n, 2n ** 63n],
};

export const concat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
export const latin1Bytes = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
