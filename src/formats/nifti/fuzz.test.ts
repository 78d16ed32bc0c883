import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { spacingOf } from "../../core/affine";
import { EigenvoxError } from "../../core/errors";
import { voxelCount } from "../../core/volume";
import { maxGunzippedBytes } from "../gzip";
import { watchAllocations } from "../test-allocations";
import { readNifti } from "./read";
import { buildNifti } from "./test-nifti";

const ROUNDS = 2000;
const SEEDS: Record<string, Uint8Array> = {
  "NIfTI-1": buildNifti({ qformCode: 1, slope: 0.5 }),
  "NIfTI-1, big-endian": buildNifti({ littleEndian: false, datatype: 16, dim: [4, 3, 2, 2, 2] }),
  "NIfTI-1 with extension": buildNifti({ datatype: 2, extension: new Uint8Array(48).fill(7), sformCode: 0 }),
  "NIfTI-2": buildNifti({ version: 2, datatype: 1024, dim: [3, 3, 3, 3] }),
  "NIfTI-2, big-endian": buildNifti({ version: 2, littleEndian: false, datatype: 64, qformCode: 2, sformCode: 0 }),
};
const EXTREMES = [
  0,
  1,
  -1,
  2,
  7,
  8,
  127,
  255,
  352,
  32767,
  -32768,
  65536,
  2 ** 31 - 1,
  -(2 ** 31),
  2 ** 53,
  1e30,
  1e-30,
].concat([Number.NaN, Infinity, -Infinity, 0.5, 1e300]);

/** Uniform in [0, n), the same sequence for the same seed (Lehmer's generator with Park and Miller's constants). */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return Math.floor((state / 2147483647) * n);
  };
}

type Random = ReturnType<typeof generator>;
type Mutation = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

const flip: Mutation = (bytes, random) => {
  const at = random(bytes.length);
  bytes[at] = (bytes[at] as number) ^ (1 << random(8));
  return bytes;
};
const overwrite: Mutation = (bytes, random) => {
  bytes[random(bytes.length)] = random(256);
  return bytes;
};
const cut: Mutation = (bytes, random) => bytes.slice(0, random(bytes.length + 1));
const splice: Mutation = (bytes, random) => {
  const at = random(bytes.length);
  bytes.copyWithin(at, random(bytes.length), random(bytes.length));
  return bytes;
};
const setField: Mutation = (bytes, random) => {
  const view = new DataView(bytes.buffer);
  const value = EXTREMES[random(EXTREMES.length)] as number;
  const at = 2 * random(Math.max(1, Math.min(bytes.length, 540) / 2 - 4));
  const littleEndian = random(2) === 0;
  if (at + 8 > bytes.length) return bytes;
  const whole = Number.isFinite(value) ? BigInt(Math.trunc(value)) : -1n;
  const write = [
    () => view.setInt16(at, value, littleEndian),
    () => view.setInt32(at, value, littleEndian),
    () => view.setBigInt64(at, BigInt.asIntN(64, whole), littleEndian),
    () => view.setFloat32(at, value, littleEndian),
    () => view.setFloat64(at, value, littleEndian),
  ][random(5)] as () => void;
  write();
  return bytes;
};
const MUTATIONS = [flip, overwrite, setField, setField, setField, splice, cut];

function mutate(seed: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let bytes = Uint8Array.from(seed);
  for (let count = 1 + random(4); count > 0 && bytes.length > 0; count--) {
    bytes = (MUTATIONS[random(MUTATIONS.length)] as Mutation)(bytes, random);
  }
  return bytes;
}

/** Reads a file that may be anything: "loaded" or the error's code; fails on any other outcome. */
async function outcome(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const isPacked = bytes[0] === 0x1f;
  let verdict = "loaded";
  const largest = await watchAllocations(async () => {
    try {
      const { volume, frames } = await readNifti(bytes);
      expect(frames).toBeGreaterThanOrEqual(1);
      expect(volume.data.length).toBe(voxelCount(volume.dims));
      expect(volume.data.every(Number.isFinite)).toBe(true);
      expect(volume.affine.every(Number.isFinite)).toBe(true);
      expect([...volume.spacing, ...spacingOf(volume.affine)].every((size) => size > 0)).toBe(true);
    } catch (error) {
      if (!(error instanceof EigenvoxError)) throw error;
      expect(error.message.length).toBeGreaterThan(20);
      verdict = error.code;
    }
  });
  // One stored byte becomes one float32 at most.
  expect(largest).toBeLessThanOrEqual(4 * (isPacked ? maxGunzippedBytes(bytes.length) : bytes.length));
  return verdict;
}

test.each(Object.entries(SEEDS))("mutations of %s load or are refused by name", async (name, seed) => {
  const verdicts = new Set<string>();
  const random = generator(name.length * 7919);
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(seed, random);
    try {
      verdicts.add(await outcome(bytes));
      if (round % 4 === 0) verdicts.add(await outcome(new Uint8Array(gzipSync(bytes, { level: 1 }))));
    } catch (error) {
      throw new Error(`Round ${round}: ${Buffer.from(bytes).toString("base64")}`, { cause: error });
    }
  }
  // The mutations must reach far enough for the test to mean something.
  expect([...verdicts]).toEqual(
    expect.arrayContaining(["loaded", "E_TRUNCATED", "E_BAD_DIMS", "E_NOT_NIFTI", "E_UNSUPPORTED_TYPE"]),
  );
});

test("mutations of a gzip file itself", async () => {
  const random = generator(4711);
  const packed = Object.values(SEEDS).map((seed) => new Uint8Array(gzipSync(seed)));
  const verdicts = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = mutate(packed[round % packed.length] as Uint8Array, random);
    try {
      verdicts.add(await outcome(bytes));
    } catch (error) {
      throw new Error(`Round ${round}: ${Buffer.from(bytes).toString("base64")}`, { cause: error });
    }
  }
  expect([...verdicts]).toEqual(expect.arrayContaining(["loaded", "E_TRUNCATED", "E_GZIP"]));
});
