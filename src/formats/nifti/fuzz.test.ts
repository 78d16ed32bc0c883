import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { maxGunzippedBytes } from "../gzip";
import { generator, mutate, outcomeOf, verdictsOf } from "../test-fuzz";
import { memoryFile } from "../test-zip";
import { NIFTI } from "./format";
import { buildNifti } from "./test-nifti";

type Bytes = Uint8Array<ArrayBuffer>;

const ROUNDS = 2000;
const SEEDS: Record<string, Bytes> = {
  "NIfTI-1": buildNifti({ qformCode: 1, slope: 0.5 }),
  "NIfTI-1, big-endian": buildNifti({ littleEndian: false, datatype: 16, dim: [4, 3, 2, 2, 2] }),
  "NIfTI-1 with extension": buildNifti({ datatype: 2, extension: new Uint8Array(48).fill(7), sformCode: 0 }),
  "NIfTI-2": buildNifti({ version: 2, datatype: 1024, dim: [3, 3, 3, 3] }),
  "NIfTI-2, big-endian": buildNifti({ version: 2, littleEndian: false, datatype: 64, qformCode: 2, sformCode: 0 }),
};
const gzip = (bytes: Bytes): Bytes => new Uint8Array(gzipSync(bytes, { level: 1 }));

/** One stored byte becomes one float32 at most. */
const boundOf = (bytes: Bytes) => 4 * (bytes[0] === 0x1f ? maxGunzippedBytes(bytes.length) : bytes.length);
const outcome = (bytes: Bytes) => outcomeOf(NIFTI, [memoryFile("scan.nii", bytes)], boundOf(bytes));

test.each(Object.entries(SEEDS))("mutations of %s load or are refused by name", async (name, seed) => {
  const random = generator(name.length * 7919);
  const verdicts = await verdictsOf(
    ROUNDS,
    () => mutate(seed, random),
    async (bytes, round) => {
      if (round % 4 === 0) await outcome(gzip(bytes));
      return outcome(bytes);
    },
  );
  // The mutations must reach far enough for the test to mean something.
  expect(verdicts).toEqual(
    expect.arrayContaining(["loaded", "E_TRUNCATED", "E_BAD_DIMS", "E_NOT_NIFTI", "E_UNSUPPORTED_TYPE"]),
  );
});

test("mutations of a gzip file itself", async () => {
  const random = generator(4711);
  const packed = Object.values(SEEDS).map(gzip);
  const verdicts = await verdictsOf(ROUNDS, (round) => mutate(packed[round % packed.length] as Bytes, random), outcome);
  expect(verdicts).toEqual(expect.arrayContaining(["loaded", "E_TRUNCATED", "E_GZIP"]));
});

test("mutations of the header of a pair", async () => {
  const random = generator(815);
  const header = buildNifti({ magic: "ni1\0", voxOffset: 0 }).slice(0, 348);
  const voxels = memoryFile("scan.img", new Uint8Array(100));
  const verdicts = await verdictsOf(
    ROUNDS,
    () => mutate(header, random),
    (bytes) => outcomeOf(NIFTI, [voxels, memoryFile("scan.hdr", bytes)], 4 * voxels.size),
  );
  expect(verdicts).toEqual(expect.arrayContaining(["loaded", "E_TRUNCATED", "E_BAD_OFFSET", "E_BAD_DIMS"]));
});
